#include "symbols/symbolizer.hpp"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>

#include "base/process.hpp"
#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

bool is_position_independent(const std::filesystem::path& executable) {
  const Descriptor file(::open(executable.c_str(), O_RDONLY | O_CLOEXEC));
  Elf64_Ehdr header = {};
  return file && ::pread(file.get(), &header, sizeof header, 0) == sizeof header &&
         header.e_type == ET_DYN;
}

/// Where the bracket at `open` closes; size() when it does not.
std::size_t matching(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '<' || text[i] == '{') ++depth;
    if (text[i] == ')' || text[i] == '}' || (text[i] == '>' && text[i - 1] != '-')) --depth;
    if (depth == 0) return i;
  }
  return text.size();
}

Place place_of(std::string line) {
  if (const std::size_t note = line.find(" (discriminator"); note != std::string::npos)
    line.erase(note);
  if (line.starts_with("??") || line.ends_with(":?")) return {};
  Place place = Place::parse(line);  // A build may have been told "../src/x.cpp".
  place.file = std::filesystem::path(place.file).lexically_normal().string();
  return place;
}

/// Again when somebody kills it: without its answer a finding would have another fingerprint.
Expected<ToolResult> ask_addr2line(const std::filesystem::path& executable, const std::string& request) {
  constexpr int kAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    const Descriptor input = memory_file(request);
    Command command{.file = "addr2line",
                    .argv = {"addr2line", "-a", "-i", "-f", "-C", "-e", executable.string()}};
    command.descriptors[0] = input.get();
    auto result = run_tool(std::move(command), Streams::kOutput);
    if (attempt == kAttempts || !result || !result->ending.signal) return result;
  }
}

}  // namespace

std::string readable_function(std::string_view demangled) {
  std::string out;
  bool is_template = false;
  for (std::size_t i = 0; i < demangled.size(); ++i) {
    const std::string_view rest = demangled.substr(i);
    if (rest.starts_with("operator()")) {
      out += "operator()";
      i += 9;
    } else if (rest.starts_with("{lambda") || rest.starts_with("<lambda") ||
               rest.starts_with("{unnamed")) {
      out += "<lambda>";
      i = matching(demangled, i);
    } else if (rest.starts_with("$_")) {  // Clang's word for a lambda.
      out += "<lambda>";
      i = std::min(demangled.find_first_not_of("0123456789", i + 2), demangled.size()) - 1;
    } else if (rest.starts_with("(anonymous namespace)::")) {
      i += 22;
    } else if (demangled[i] == '(') {
      out += "()";
      i = matching(demangled, i);
    } else if (demangled[i] == '<') {
      is_template = true;  // Its name starts with the type it returns.
      i = matching(demangled, i);
    } else {
      out += demangled[i];
    }
  }
  if (const std::size_t blank = out.find(' '); is_template && blank < out.find('('))
    out.erase(0, blank + 1);
  for (const std::string_view noise :
       {" const", " [clone .cold]", "::operator()()", "::operator()"})
    if (out.ends_with(noise) && (noise.front() != ':' || out.find("<lambda>") != std::string::npos))
      out.erase(out.size() - noise.size());
  // A lambda's scope is a function too: "main::<lambda>" reads "main()::<lambda>".
  for (std::size_t at = out.find("::<lambda>"); at != std::string::npos;
       at = out.find("::<lambda>", at + 4))
    if (at > 0 && out[at - 1] != ')' && out[at - 1] != '>') out.insert(at, "()");
  if (out == "operator()") return "<lambda>";
  if (!out.empty() && !out.ends_with(')') && !out.ends_with("<lambda>")) out += "()";
  return out;
}

FrameTable symbolize(const std::filesystem::path& executable, std::uint64_t base,
                     const ReturnAddresses& addresses) {
  FrameTable table;
  const std::set<std::uint64_t> unique(addresses.begin(), addresses.end());
  if (unique.empty()) return table;
  const std::uint64_t offset = is_position_independent(executable) ? base : 0;
  std::string request;
  for (const std::uint64_t address : unique)
    request += fmt::format("{:x}\n", address - offset - 1);  // Inside the call.
  const auto answer = ask_addr2line(executable, request);
  if (!answer || answer->ending.status != 0) return table;

  auto address = unique.begin();
  std::vector<Frame>* frames = nullptr;
  const std::vector<std::string> lines = split(answer->output, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("0x")) {
      if (address == unique.end()) break;
      frames = &table[*address++];
    } else if (frames != nullptr && i + 1 < lines.size()) {
      frames->push_back({lines[i], place_of(lines[i + 1])});
      ++i;
    }
  }
  return table;
}

}  // namespace gocheck::frontend
