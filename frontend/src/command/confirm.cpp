#include "command/confirm.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/rule.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kOutputKept = 4096;
constexpr std::size_t kCallsShown = 5;

std::string last_part(const std::string& output) {
  if (output.size() <= kOutputKept) return output;
  const std::size_t start = output.find('\n', output.size() - kOutputKept);
  return output.substr(start == std::string::npos ? output.size() - kOutputKept : start + 1);
}

std::vector<Source> used_sources(const Counterexample& counterexample, const Program& program,
                                 const SourceFiles& sources) {
  std::set<std::string> files;
  if (program.target.is_source)
    files.insert(std::filesystem::path(program.target.path).filename().string());
  const auto add = [&](const Place& at) {
    if (at.known()) files.insert(at.file);
  };
  for (const Step& step : counterexample.schedule) {
    add(step.at);
    add(step.peer_at);
  }
  for (const Blocked& blocked : counterexample.blocked) add(blocked.at);
  if (counterexample.race)
    for (const MemoryAccess& access : counterexample.race->accesses) add(access.at);
  for (const Goroutine& goroutine : counterexample.goroutines) add(goroutine.at);
  for (const Object& object : counterexample.objects) add(object.at);
  std::vector<Source> used;
  for (const std::string& file : files)
    if (const auto hash = sources.sha256(file)) used.push_back({file, *hash});
  return used;
}

Problem not_confirmed(const Candidate& candidate, const std::string& what) {
  return {ExitCode::kInternal, "bug in gocheck: a " + candidate.kind + " was seen in execution " +
                                   thousands(candidate.execution) + ", but its replay " + what +
                                   "; it is not reported. Please report this with the program"};
}

}  // namespace

std::string what_decides(std::vector<UnrepeatableCall> calls, std::uint64_t base,
                         const Program& program) {
  if (calls.empty())
    return "Something that gocheck does not control decides: addresses, files, the network, "
           "std::thread, or an instruction such as rdtsc";
  SourceFiles sources(program.target.source_root);
  resolve(calls, base, program.code, sources);
  std::vector<std::string> shown;
  for (const UnrepeatableCall& call : calls) {
    std::string text = printable(call.name);
    if (call.at.known()) text += " at " + call.at.text();
    if (std::find(shown.begin(), shown.end(), text) == shown.end()) shown.push_back(text);
  }
  const bool is_cut = shown.size() > kCallsShown;
  if (is_cut) shown.resize(kCallsShown);
  return "What it has called does not answer the same twice: " + join(shown, ", ") +
         (is_cut ? ", ..." : "") + "; now() and choose() do";
}

Counterexample describe(Replay replay, const Outcome& outcome, const Program& program) {
  SourceFiles sources(program.target.source_root);
  resolve(replay, program.code, sources);
  Counterexample result;
  result.program = {program.target.name,       program.target.path, program.worker.args,
                    program.worker.stdin_path, program.build_id,    {}};
  const Rule* const rule = rule_of_kind(outcome.kind);
  result.finding.rule = rule == nullptr ? "GC000" : rule->id;
  result.finding.kind = outcome.kind;
  result.finding.message = outcome.message;
  const bool about_blocked = outcome.g.empty();
  if (!about_blocked) {
    result.finding.g = outcome.g;
    result.finding.step = outcome.step;
  }
  result.options = {program.limits.seed, "any", program.limits.max_steps,
                    program.limits.max_goroutines};
  result.goroutines = std::move(replay.goroutines);
  result.objects = std::move(replay.objects);
  result.schedule = std::move(replay.steps);
  if (about_blocked) result.blocked = std::move(replay.blocked);
  result.panics = std::move(replay.panics);
  for (Race& race : replay.races)
    if (!outcome.race.empty() && race.id == outcome.race) result.race = std::move(race);
  result.output = last_part(replay.output);
  result.program.sources = used_sources(result, program, sources);
  result.finding.fingerprint = fingerprint(result);
  return result;
}

Expected<Counterexample> confirm(const Candidate& candidate, const Program& program) {
  auto again = replay(program.worker, program.limits, candidate.schedule);
  if (!again) return again.problem();
  if (again->divergence)
    return Problem{ExitCode::kDiverged,
                   "the program is not deterministic: a " + candidate.kind +
                       " was seen, but in a fresh process step " +
                       std::to_string(again->divergence->step) + " offers " +
                       again->divergence->offered + " instead of " + again->divergence->expected +
                       ". " + what_decides(std::move(again->calls), again->base, program)};
  const auto outcome = std::find_if(again->outcomes.begin(), again->outcomes.end(),
                                    [&](const Outcome& one) {
                                      return one.kind == candidate.kind &&
                                             one.race == candidate.race;
                                    });
  if (outcome == again->outcomes.end() && !again->calls.empty())
    return Problem{ExitCode::kDiverged,
                   "the program is not deterministic: a " + candidate.kind +
                       " was seen, but not in a fresh process. " +
                       what_decides(std::move(again->calls), again->base, program)};
  if (outcome == again->outcomes.end())
    return not_confirmed(candidate, again->outcomes.empty()
                                        ? "found nothing"
                                        : "found a " + again->outcomes.front().kind);
  const Outcome found = *outcome;
  Counterexample result = describe(std::move(*again), found, program);
  result.finding.execution = candidate.execution;
  result.finding.preemptions = candidate.preemptions;
  result.finding.is_minimal = candidate.is_minimal;
  result.finding.turning = candidate.turning;
  result.finding.passing = candidate.passing;
  for (User user : candidate.users) {
    user.at.file = relative_to(user.at.file, program.target.source_root);
    result.users.push_back(std::move(user));
  }
  for (PassedOperation operation : candidate.passed) {
    operation.at.file = relative_to(operation.at.file, program.target.source_root);
    result.passed.push_back(std::move(operation));
  }
  return result;
}

}  // namespace gocheck::frontend
