#include "symbols/variable_name.hpp"

#include <map>
#include <regex>
#include <set>

namespace gocheck::frontend {
namespace {

using Text = std::match_results<std::string_view::const_iterator>;
using Matches = std::regex_iterator<std::string_view::const_iterator>;

std::vector<std::string> all_matches(std::string_view line, const std::regex& pattern,
                                     const char* suffix = "") {
  std::vector<std::string> names;
  for (Matches match(line.begin(), line.end(), pattern), end; match != end; ++match)
    names.push_back((*match)[1].str() + suffix);
  return names;
}

std::vector<std::string> channel_names(std::string_view line) {
  static const std::regex kAssigned(
      R"(([A-Za-z_]\w*(?:(?:\.|->)\w+|\[\w+\])*)\s*[={(]\s*(?:gocheck::)?make_chan\s*<)");
  static const std::regex kAppended(
      R"(([A-Za-z_]\w*)\.(?:push_back|emplace_back)\s*\(\s*(?:gocheck::)?make_chan\s*<)");
  auto names = all_matches(line, kAppended, "[i]");
  if (names.empty()) names = all_matches(line, kAssigned);
  return names;
}

/// The type names that make an object of this kind.
const char* types_of(std::string_view kind) {
  static const std::map<std::string_view, const char*> kTypes = {
      {"mutex", "Mutex"},    {"rwmutex", "RWMutex"},   {"wg", "WaitGroup|ErrGroup"},
      {"once", "Once"},      {"cond", "Cond"},         {"atomic", R"(Atomic\s*<[^;]*>)"},
      {"sema", "Semaphore"}, {"timer", "Timer|Ticker"}};
  const auto found = kTypes.find(kind);
  return found == kTypes.end() ? nullptr : found->second;
}

/// "a", "b" of `a, b{2};`, what follows a type name.
std::vector<std::string> declarators(std::string_view text) {
  static const std::regex kName(R"(^\s*[&*]?\s*([A-Za-z_]\w*))");
  std::vector<std::string> names;
  while (true) {
    Text match;
    if (!std::regex_search(text.begin(), text.end(), match, kName)) return names;
    std::string name = match[1].str();
    text.remove_prefix(static_cast<std::size_t>(match.length()));
    if (text.starts_with('[')) name += "[i]";
    int depth = 0;
    std::size_t at = 0;
    for (;
         at < text.size() && (depth > 0 || (text[at] != ',' && text[at] != ';' && text[at] != ')'));
         ++at) {
      if (text[at] == '(' || text[at] == '{' || text[at] == '[') ++depth;
      if (text[at] == ')' || text[at] == '}' || text[at] == ']') --depth;
    }
    names.push_back(std::move(name));
    if (at >= text.size() || text[at] != ',') return names;
    text.remove_prefix(at + 1);
  }
}

const std::regex& pattern_of(std::string_view op) {
  static constexpr const char* kObject = R"(([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\])*))";
  static const std::regex kLock(std::string(R"((?:_lock|_guard)(?:\s*<[^>]*>)?\s+\w+\s*[({]\s*)") +
                                kObject + R"(\s*[)}])");
  static const std::regex kMember(
      std::string(kObject) +
      R"((?:\.|->)(?:lock|unlock|lock_shared|unlock_shared|try_lock|send|recv|recv_ok|next|close|wait|add|done|go|call|signal|broadcast|acquire|release)\s*\()");
  return op == "guard" ? kLock : kMember;
}

}  // namespace

std::vector<std::string> declared_names(std::string_view line, std::string_view kind) {
  if (kind == "chan") return channel_names(line);
  const char* const types = types_of(kind);
  if (types == nullptr) return {};
  const std::regex declaration("(?:^|[^\\w])(?:" + std::string(types) +
                               R"()\s+(?=[&*]?\s*[A-Za-z_]))");
  std::vector<std::string> names;
  for (Matches match(line.begin(), line.end(), declaration), end; match != end; ++match) {
    const auto after = static_cast<std::size_t>(match->position() + match->length());
    const auto more = declarators(line.substr(after));
    names.insert(names.end(), more.begin(), more.end());
  }
  static const std::regex kMade(
      R"(([A-Za-z_]\w*)\s*=\s*std::make_(?:unique|shared)\s*<\s*(?:gocheck::)?(\w+))");
  if (names.empty())
    for (Matches match(line.begin(), line.end(), kMade), end; match != end; ++match)
      if (std::regex_match((*match)[2].str(), std::regex(types)))
        names.push_back((*match)[1].str());
  return names;
}

std::string used_name(std::string_view line, std::string_view op) {
  static const std::regex kCase(
      R"(\b(?:recv|send)\(\s*([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*)*(?:\(\))?(?=\s*[,)]))?)");
  std::vector<std::string> names;
  if (op == "lock" || op == "rlock" || op == "announce" || op == "acquire")
    names = all_matches(line, pattern_of("guard"));
  if (names.empty()) names = all_matches(line, pattern_of("member"));
  if (names.empty() && (op == "send" || op == "recv")) names = all_matches(line, kCase);   // "": `recv(after(1s))`.
  return names.size() == 1 ? names.front() : "";
}

namespace {

/// The variables in a line, as far as a line tells: `c.hits` is one, a called function is none.
std::set<std::string> variables(std::string_view line) {
  static const std::regex kName(
      R"re("(?:[^"\\]|\\.)*"|//.*|((?:[A-Za-z_]\w*::)*[A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*)*)(\s*[(<]|\s+[A-Za-z_])?)re");
  static const std::set<std::string> kNoVariables = {
      "return", "if", "while", "for", "auto", "const", "int", "bool", "char", "long", "unsigned",
      "double", "float", "true", "false", "nullptr", "this", "new", "delete", "else", "std"};
  std::set<std::string> names;
  for (Matches match(line.begin(), line.end(), kName), end; match != end; ++match) {
    std::string name = (*match)[1].str();
    const std::string after = (*match)[2].str();
    const bool is_called = after.ends_with('(');
    // What a method is called on is accessed: the `v` of `v.push_back(1)`.
    if (is_called) {
      const std::size_t method = name.find_last_of(".>");
      name = method == std::string::npos ? "" : name.substr(0, method);
      if (name.ends_with('-')) name.pop_back();
    }
    const bool is_type = !after.empty() && !is_called;
    if (!name.empty() && !is_type && !kNoVariables.contains(name)) names.insert(name);
  }
  return names;
}

}  // namespace

std::string shared_variable(std::string_view first, std::string_view second) {
  const std::set<std::string> in_first = variables(first);
  std::string shared;
  for (const std::string& name : variables(second)) {
    if (!in_first.contains(name)) continue;
    if (!shared.empty()) return "";
    shared = name;
  }
  return shared;
}

}  // namespace gocheck::frontend
