#include "targets/directives.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "model/rule.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::string_view kMark = "gocheck:";
const std::vector<std::string> kOptions = {"max-executions", "max-steps", "max-goroutines",
                                           "max-findings",   "seed",      "strategy",
                                           "time-budget"};

std::string did_you_mean(const std::string& suggestion) {
  return suggestion.empty() ? "" : "; did you mean " + suggestion + "?";
}

Failure apply(std::string_view word, std::string_view rest, Directives& directives) {
  if (word == "expect") {
    auto kinds = parse_expectation(rest);
    if (!kinds) return kinds.problem();
    directives.expect = std::move(*kinds);
  } else if (word == "args") {
    directives.args = split_words(rest);
  } else if (word == "stdin") {
    directives.stdin_path = rest;
  } else if (std::find(kOptions.begin(), kOptions.end(), word) != kOptions.end()) {
    directives.options[std::string(word)] = printable(rest);
  } else {
    std::vector<std::string> known = kOptions;
    known.insert(known.end(), {"expect", "args", "stdin"});
    return Problem{.message = "unknown directive " + in_quotes(word) +
                              did_you_mean(nearest(word, known))};
  }
  return std::nullopt;
}

}  // namespace

Expected<std::vector<std::string>> parse_expectation(std::string_view text) {
  std::vector<std::string> kinds;
  for (const std::string& part : split(text, ',')) {
    const std::string kind(trim(part));
    if (kind == "none" || kind == "any") {
      kinds.push_back(kind);
    } else if (const Rule* const rule = rule_of(kind)) {
      kinds.emplace_back(rule->kind);
    } else {
      std::vector<std::string> known = all_kinds();
      known.insert(known.end(), {"none", "any"});
      return Problem{.message = "expect: unknown kind of finding " + in_quotes(kind) +
                                did_you_mean(nearest(kind, known))};
    }
  }
  if (kinds.size() > 1 && (std::count(kinds.begin(), kinds.end(), "none") > 0 ||
                           std::count(kinds.begin(), kinds.end(), "any") > 0))
    return Problem{.message = "expect: none and any stand alone"};
  return kinds;
}

Expected<Directives> parse_directives(std::string_view source, const std::string& file_name) {
  Directives directives;
  unsigned number = 0;
  while (!source.empty()) {
    ++number;
    const std::size_t end = source.find('\n');
    std::string_view line = trim(source.substr(0, end));
    source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    if (line.empty()) continue;
    if (!line.starts_with("//")) break;
    line = trim(line.substr(2));
    if (!line.starts_with(kMark)) continue;
    line = trim(line.substr(kMark.size()));
    const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view word = line.substr(0, blank);
    if (const auto failure = apply(word, trim(line.substr(blank)), directives))
      return Problem{.message = file_name + ":" + std::to_string(number) + ": " + failure->message};
    if (word == "expect") directives.expect_at = {file_name, number};
  }
  return directives;
}

}  // namespace gocheck::frontend
