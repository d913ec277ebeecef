#include "targets/target.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProgramsMax = 10'000;

Problem bad(const std::string& message) { return {ExitCode::kTarget, message}; }

std::string shown_path(const fs::path& path) {
  return relative_to(fs::absolute(path), fs::current_path());
}

Expected<Target> source_target(const fs::path& path, const std::string& text) {
  Target target{.path = shown_path(path), .name = path.stem().string(), .is_source = true};
  target.source_root = fs::absolute(path).lexically_normal().parent_path();
  auto directives = parse_directives(text, shown_path(path));
  if (!directives) return directives.problem();
  target.directives = std::move(*directives);
  std::string& input = target.directives.stdin_path;
  if (!input.empty() && fs::path(input).is_relative())
    input = shown_path(target.source_root / input);
  return target;
}

Expected<Target> file_target(const fs::path& path) {
  const std::string shown = shown_path(path);
  if (path.extension() == ".json")
    return Problem{ExitCode::kUsage,
                   shown + " is not a program; did you mean: gocheck replay " + shown};
  if (is_source_file(path)) {
    const auto text = read_file(path);
    if (!text) return bad("cannot read " + shown + ": " + text.problem().message);
    return source_target(path, *text);
  }
  if (::access(path.c_str(), X_OK) != 0)
    return bad(shown + " is neither a C++ source (.cc) nor an executable");
  return Target{.path = shown, .name = path.stem().string(), .source_root = fs::current_path()};
}

Failure search(const fs::path& folder, bool below, std::vector<Target>& targets) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  for (const auto& entry : fs::directory_iterator(folder, error)) entries.push_back(entry);
  if (error) return bad("cannot read " + shown_path(folder) + ": " + error.message());
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(error)) {
      if (!below || name.starts_with(".") || entry.is_symlink(error)) continue;
      if (auto failure = search(entry.path(), true, targets)) return failure;
    } else if (is_source_file(entry.path())) {
      const auto text = read_file(entry.path());
      if (!text)
        return bad("cannot read " + shown_path(entry.path()) + ": " + text.problem().message);
      if (!has_main(*text)) continue;
      auto target = source_target(entry.path(), *text);
      if (!target) return target.problem();
      targets.push_back(std::move(*target));
    }
    if (targets.size() > kProgramsMax)
      return bad(shown_path(folder) + ": more than " + thousands(kProgramsMax) + " programs");
  }
  return std::nullopt;
}

Failure find_in_folder(const fs::path& folder, bool below, std::vector<Target>& targets) {
  const std::size_t before = targets.size();
  if (auto failure = search(folder, below, targets)) return failure;
  if (targets.size() > before) return std::nullopt;
  const std::string shown = shown_path(folder);
  return bad("no programs in " + shown + (below ? " and below" : "") +
             " (a program is a .cc file with a main)" +
             (below ? "" : "; to search its folders too: " + shown + "/..."));
}

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_word_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where the comment or literal that starts at `at` ends; `at` itself when none starts there.
std::size_t skip(std::string_view source, std::size_t at) {
  const auto past = [&](std::string_view mark, std::size_t from) {
    const std::size_t end = source.find(mark, from);
    return end == std::string_view::npos ? source.size() : end + mark.size();
  };
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("//")) return past("\n", at);
  if (rest.starts_with("/*")) return past("*/", at + 2);
  const bool is_digit_mark = rest.front() == '\'' && at > 0 && is_word_part(source[at - 1]);
  if ((rest.front() != '"' && rest.front() != '\'') || is_digit_mark) return at;
  std::size_t end = at + 1;
  while (end < source.size() && source[end] != rest.front() && source[end] != '\n')
    end += source[end] == '\\' ? 2 : 1;
  return std::min(end + 1, source.size());
}

/// With a blank for each comment and literal.
std::string code_only(std::string_view source) {
  std::string code;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t end = skip(source, at);
    code += end == at ? source[at] : ' ';
    at = std::max(end, at + 1);
  }
  return code;
}

}  // namespace

bool is_source_file(const fs::path& path) {
  static const std::set<std::string> kExtensions = {".cc", ".cpp", ".cxx", ".C"};
  return kExtensions.contains(path.extension().string());
}

bool has_main(std::string_view source) {
  const std::string code = code_only(source);
  for (std::size_t at = code.find("main"); at != std::string::npos;
       at = code.find("main", at + 4)) {
    const bool is_word = at > 0 && is_blank(code[at - 1]);
    const std::string_view before = trim(std::string_view(code).substr(0, at));
    const std::string_view after = trim(std::string_view(code).substr(at + 4, 64));
    if (is_word && after.starts_with('(') && (before.ends_with("int") || before.ends_with("auto")))
      return true;
  }
  return false;
}

Expected<std::vector<Target>> find_targets(const std::vector<std::string>& arguments) {
  std::vector<Target> targets;
  for (const std::string& argument : arguments) {
    const bool below = argument == "..." || argument.ends_with("/...");
    fs::path path = argument;
    if (below)
      path = argument.size() <= 4 ? (argument == "/..." ? "/" : ".")
                                  : argument.substr(0, argument.size() - 4);
    std::error_code error;
    if (!fs::exists(path, error)) return bad("no such file or directory: " + path.string());
    if (below || fs::is_directory(path, error)) {
      if (!fs::is_directory(path, error)) return bad(path.string() + " is not a directory");
      if (auto failure = find_in_folder(path, below, targets)) return *failure;
      continue;
    }
    auto target = file_target(path);
    if (!target) return target.problem();
    targets.push_back(std::move(*target));
  }
  return targets;
}

}  // namespace gocheck::frontend
