#include "report/junit.hpp"

#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/guarantee.hpp"
#include "report/finding.hpp"

namespace gocheck::frontend {
namespace {

/// As text or attribute. XML 1.0 has no way to write most control characters: they are left out.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
    }
  }
  return out;
}

bool is_failure(const ProgramResult& result) {
  return result.verdict == Verdict::kFail || result.verdict == Verdict::kUnexpected;
}

std::string outcome(const ProgramResult& result, const std::string& report) {
  if (result.problem)
    return fmt::format("      <error message=\"{}\">{}</error>\n", escaped(result.problem->message),
                       escaped(result.problem->verbatim));
  if (!is_failure(result)) return "";
  if (result.findings.empty())
    return fmt::format(
        "      <failure type=\"expectation\" message=\"expected {}, found nothing\"/>\n",
        escaped(join(result.expect, " or ")));
  const Counterexample& first = result.findings.front().counterexample;
  return fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                     escaped(first.finding.rule), escaped(headline(first)), escaped(report));
}

std::string test_case(const ProgramResult& result, const std::string& folder,
                      const std::string& report) {
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n"
      "      <properties>\n"
      "        <property name=\"guarantee\" value=\"{}\"/>\n"
      "        <property name=\"executions\" value=\"{}\"/>\n"
      "      </properties>\n{}    </testcase>\n",
      escaped(folder), escaped(result.name), result.totals.seconds,
      word(guarantee_of(result.totals)), result.totals.executions, outcome(result, report));
}

}  // namespace

std::string to_junit(const std::vector<ProgramResult>& results,
                     const std::function<std::string(const ProgramResult&)>& report) {
  std::map<std::string, std::vector<const ProgramResult*>> suites;
  for (const ProgramResult& result : results) {
    const std::string folder = std::filesystem::path(result.path).parent_path().string();
    suites[folder.empty() ? "." : folder].push_back(&result);
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gocheck\">\n";
  for (const auto& [folder, members] : suites) {
    std::size_t failures = 0, errors = 0;
    std::string cases;
    for (const ProgramResult* const result : members) {
      failures += is_failure(*result) && !result->problem ? 1 : 0;
      errors += result->problem ? 1 : 0;
      cases += test_case(*result, folder, is_failure(*result) ? report(*result) : "");
    }
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}  </testsuite>\n",
        escaped(folder), members.size(), failures, errors, cases);
  }
  return out + "</testsuites>\n";
}

}  // namespace gocheck::frontend
