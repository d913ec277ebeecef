#include "model/summary.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "model/guarantee.hpp"

namespace gocheck::frontend {
namespace {

using Json = nlohmann::ordered_json;

const char* verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
      return "fail";
    case Verdict::kAsExpected:
      return "as-expected";
    case Verdict::kUnexpected:
      return "unexpected";
    case Verdict::kError:
      break;
  }
  return "error";
}

Json to_value(const ReportedFinding& reported) {
  const Counterexample& counterexample = reported.counterexample;
  std::set<std::string> places;
  for (const Blocked& blocked : counterexample.blocked)
    if (blocked.at.known()) places.insert(blocked.at.text());
  for (const PanicInfo& panic : counterexample.panics)
    if (panic.at.known()) places.insert(panic.at.text());
  Json json = {{"rule", counterexample.finding.rule},
               {"kind", counterexample.finding.kind},
               {"fingerprint", counterexample.finding.fingerprint},
               {"message", counterexample.finding.message},
               {"at", places},
               {"counterexample", reported.file},
               {"preemptions", counterexample.finding.preemptions},
               {"steps", counterexample.schedule.size()}};
  if (counterexample.finding.is_minimal)
    json["minimal_preemptions"] = counterexample.finding.preemptions;
  return json;
}

Json to_value(const ProgramResult& result) {
  const Totals& totals = result.totals;
  Json json = {{"name", result.name},
               {"path", result.path},
               {"expect", result.expect.empty() ? std::vector<std::string>{"none"} : result.expect},
               {"verdict", verdict_word(result.verdict)}};
  if (result.problem) json["error"] = result.problem->message;
  json["guarantee"] = word(guarantee_of(totals));
  json["bounds"] = result.limit_flags;
  json["executions"] = totals.executions;
  json["complete_executions"] = totals.complete;
  json["blocked_executions"] = totals.blocked;
  if (totals.polling > 0) json["polling_executions"] = totals.polling;
  json["bounded_executions"] = totals.bounded;
  json["redundant"] = totals.redundant;
  if (totals.estimate > 0)
    json["estimate"] = {{"executions", totals.estimate}, {"deviation", totals.estimate_sd}};
  if (totals.searched) json["searched_executions"] = *totals.searched;
  if (totals.workers > 1) json["workers"] = totals.workers;
  if (!totals.isolation.empty()) json["isolation"] = totals.isolation;
  if (!totals.isolation_why.empty()) json["isolation_why"] = totals.isolation_why;
  if (!totals.fallback.empty()) json["fallback"] = totals.fallback;
  if (!totals.fallback_why.empty()) json["fallback_why"] = totals.fallback_why;
  if (totals.has_hidden_order())
    json["hidden_order"] = {{"goroutine", totals.hidden_goroutine}, {"at", totals.hidden_at.text()}};
  if (totals.sampled > 0) json["sampled_executions"] = totals.sampled;
  if (const auto pct = pct_probability(totals.pct)) json["pct_probability"] = pct->overall;
  if (const auto bound = complete_up_to(totals)) json["complete_up_to_preemptions"] = *bound;
  if (!totals.by_preemptions.empty()) json["executions_by_preemptions"] = totals.by_preemptions;
  json["max_steps"] = totals.max_depth;
  if (totals.has_loop() && !totals.is_complete()) {
    json["loop"] = {{"goroutine", totals.loop_goroutine}, {"at", totals.loop_at.text()}};
    if (totals.loop_times > 0) json["loop"]["times"] = totals.loop_times;
  }
  json["seed"] = result.seed;
  json["findings"] = Json::array();
  for (const ReportedFinding& finding : result.findings)
    json["findings"].push_back(to_value(finding));
  return json;
}

}  // namespace

std::string to_json(const std::vector<ProgramResult>& results) {
  bool complete = true;
  Json programs = Json::array();
  for (const ProgramResult& result : results) {
    complete = complete && !result.problem && result.totals.is_complete();
    programs.push_back(to_value(result));
  }
  const Json json = {{"format", "gocheck-summary"},
                     {"version", 1},
                     {"gocheck", kVersion},
                     {"complete", complete},
                     {"programs", programs}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gocheck::frontend
