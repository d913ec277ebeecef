#include <cstdio>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command/options.hpp"
#include "model/explanation.hpp"
#include "model/rule.hpp"

namespace gocheck::frontend {
namespace {

std::string indented(std::string_view code) {
  std::string out;
  for (const std::string& line : split(code, '\n')) out += (line.empty() ? "" : "  " + line) + "\n";
  return out;
}

std::string as_text(const Rule& rule, const Explanation& text, const Style& style) {
  return fmt::format(
      "{}\n\n{}\n\n{}\nUsual fixes\n{}\n\n"
      "Expect it: gocheck run --expect {} TARGET, or // gocheck: expect {}\n",
      style.bold(fmt::format("{} {}: {}", rule.id, rule.kind, rule.meaning)), text.meaning,
      indented(text.example), text.fixes, rule.kind, rule.kind);
}

/// docs/diagnostics.md: what `gocheck explain` says, about all rules.
std::string all_as_markdown() {
  std::string out =
      "# Diagnostics\n"
      "Written by `gocheck explain --format markdown`. `gocheck explain GC001` shows one of them;\n"
      "`--expect` and `// gocheck: expect KIND` take the words in the headings.\n";
  for (const Rule& rule : rules()) {
    const Explanation& text = *explanation_of(rule.id);
    out += fmt::format("\n## {} {}\n{}: {}.\n\n{}\n\n```cpp\n{}\n```\n**Usual fixes**\n{}\n",
                       rule.id, rule.kind, rule.is_panic ? "Panic" : "Finding", rule.meaning,
                       text.meaning, text.example, text.fixes);
  }
  return out;
}

Problem unknown_rule(const std::string& text) {
  std::vector<std::string> known = all_kinds();
  for (const Rule& one : rules()) known.emplace_back(one.id);
  const std::string suggestion = nearest(text, known);
  return {ExitCode::kUsage, "unknown finding \"" + text + "\"" +
                                (suggestion.empty() ? "" : "; did you mean " + suggestion + "?") +
                                " All of them: gocheck explain"};
}

}  // namespace

ExitCode explain_command(const std::string& rule_text, const std::string& format,
                         const CommonOptions& common) {
  if (format == "markdown") {
    fmt::print("{}", all_as_markdown());
    return ExitCode::kOk;
  }
  if (rule_text.empty()) {
    for (const Rule& rule : rules()) fmt::print("{}  {:<20}{}\n", rule.id, rule.kind, rule.meaning);
    return ExitCode::kOk;
  }
  const Rule* const rule = rule_of(rule_text);
  if (rule == nullptr) return report_problem(unknown_rule(rule_text));
  fmt::print("{}", as_text(*rule, *explanation_of(rule->id), make_style(common)));
  return ExitCode::kOk;
}

}  // namespace gocheck::frontend
