#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command/confirm.hpp"
#include "command/options.hpp"
#include "command/prepare.hpp"
#include "model/counterexample_file.hpp"
#include "model/rule.hpp"
#include "report/finding.hpp"
#include "report/names.hpp"
#include "supervise/interrupt.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

/// The recorded program: its path is relative to where gocheck ran, which is here or where the
/// folder of the counterexample lies.
fs::path find_recorded(const std::string& path, const std::string& file) {
  std::error_code error;
  if (fs::exists(path, error)) return path;
  const fs::path beside = fs::absolute(file).parent_path().parent_path() / path;
  return fs::exists(beside, error) ? beside : fs::path(path);
}

Expected<Program> prepare_replay(const ReplayOptions& options, const Counterexample& recorded) {
  const std::string path = options.target.empty()
                               ? find_recorded(recorded.program.path, options.file).string()
                               : options.target;
  auto targets = find_targets({path});
  if (!targets) {
    Problem problem = targets.problem();
    if (options.target.empty())
      problem.message += "; it is the program that " + options.file +
                         " was recorded with. Name it: gocheck replay " + options.file + " PROGRAM";
    return problem;
  }
  if (targets->size() != 1)
    return Problem{ExitCode::kUsage, path + ": a replay needs one program, not a directory"};
  const Target& target = targets->front();
  auto toolchain = prepare_toolchain(*targets, options.build);
  if (!toolchain) return toolchain.problem();
  Limits limits;
  limits.seed = recorded.options.seed;
  limits.max_steps = recorded.options.max_steps;
  limits.max_goroutines = recorded.options.max_goroutines;
  if (options.execution_timeout)
    if (const auto failure = set_duration("--execution-timeout", *options.execution_timeout,
                                          limits.execution_timeout_ms))
      return *failure;
  if (options.memory)
    if (const auto failure = set_size("--memory", *options.memory, limits.memory_bytes)) return *failure;
  std::string wanted_input = options.stdin_path.value_or(recorded.program.stdin_path);
  if (!options.stdin_path && !wanted_input.empty())
    wanted_input = find_recorded(wanted_input, options.file).string();
  const auto input = find_input(wanted_input);
  if (!input) return input.problem();
  BuildQueue builds(*targets, *toolchain, !options.build.no_cache);
  const auto built = builds.take(0);
  if (!built) return built.problem();
  if (!built->warnings.empty())
    std::fwrite(built->warnings.data(), 1, built->warnings.size(), stderr);
  return prepare(target, *built, options.has_args ? options.args : recorded.program.args, *input,
                 limits, *toolchain);
}

ExitCode tell_stale(const Divergence& divergence, const Counterexample& recorded,
                    const Style& style) {
  const Names names(recorded);
  std::string expected = divergence.expected, where;
  if (divergence.step > 0 && divergence.step <= recorded.schedule.size()) {
    const Step& step = recorded.schedule[divergence.step - 1];
    expected = names.label(step.g) + ": " + names.action(step);
    if (step.at.known()) where = " at " + step.at.text();
  }
  fmt::print("{}  step {}: recorded {}{}, the program offers {}{}\n", style.yellow("STALE"),
             divergence.step, expected, where,
             divergence.offered.empty() ? "nothing" : divergence.offered,
             divergence.at.known() ? " at " + divergence.at.text() : "");
  fmt::print("       The program has changed since. Search again: gocheck run {}\n",
             recorded.program.path);
  return ExitCode::kDiverged;
}

/// Of several races, the one with the recorded places.
bool is_recorded(const Outcome& outcome, const Replay& replay, const Counterexample& recorded,
                 const Program& program) {
  if (outcome.kind != recorded.finding.kind) return false;
  return outcome.race.empty() ||
         describe(replay, outcome, program).finding.fingerprint == recorded.finding.fingerprint;
}

ExitCode tell(Replay replay, const Counterexample& recorded, const Program& program,
              const ReplayOptions& options) {
  const ReportOptions report{make_style(options.common), make_trace_detail(options.common)};
  const Style& style = report.style;
  if (replay.divergence) {
    replay.divergence->at.file =
        relative_to(replay.divergence->at.file, program.target.source_root);
    return tell_stale(*replay.divergence, recorded, style);
  }
  if (replay.outcomes.empty()) {
    fmt::print("{}  schedule followed to its end, no finding\n", style.green("FIXED"));
    return ExitCode::kOk;
  }
  auto outcome =
      std::find_if(replay.outcomes.begin(), replay.outcomes.end(),
                   [&](const Outcome& one) { return is_recorded(one, replay, recorded, program); });
  const bool same = outcome != replay.outcomes.end();
  if (!same) outcome = replay.outcomes.begin();
  const Outcome found = *outcome;
  Counterexample now = describe(std::move(replay), found, program);
  if (same) {
    now.finding.execution = recorded.finding.execution;
    now.finding.preemptions = recorded.finding.preemptions;
    now.finding.is_minimal = recorded.finding.is_minimal;
    now.finding.turning = recorded.finding.turning;
    now.finding.passing = recorded.finding.passing;
    now.users = recorded.users;
    now.passed = recorded.passed;
    const std::size_t step = now.finding.step > 0 ? now.finding.step : now.schedule.size();
    fmt::print("{} {} [{}] at step {}\n", style.red("REPRODUCED"), now.finding.kind,
               now.finding.rule, step);
  } else {
    fmt::print("{} expected {}, found {}\n", style.red("DIFFERENT"), recorded.finding.rule,
               now.finding.rule);
  }
  if (options.common.quiet) return ExitCode::kFinding;
  SourceFiles sources(program.target.source_root);
  fmt::print("\n{}", render_finding(now, sources, report));
  return ExitCode::kFinding;
}

}  // namespace

ExitCode replay_command(const ReplayOptions& options) {
  const auto recorded = load_counterexample(options.file);
  if (!recorded) return report_problem(recorded.problem());
  watch_interrupts();
  const auto program = prepare_replay(options, *recorded);
  if (!program) return report_problem(program.problem());
  auto execution = replay(program->worker, program->limits, recorded->schedule);
  if (interrupts() > 0) return static_cast<ExitCode>(128 + interrupt_signal());
  if (!execution)
    return report_problem(
        {execution.problem().exit, program->target.path + ": " + execution.problem().message});
  return tell(std::move(*execution), *recorded, *program, options);
}

ExitCode show_command(const ShowOptions& options) {
  const auto counterexample = load_counterexample(options.file);
  if (!counterexample) return report_problem(counterexample.problem());
  if (options.format == "json") {
    fmt::print("{}", to_json(*counterexample));
    return ExitCode::kOk;
  }
  const fs::path program =
      fs::absolute(find_recorded(counterexample->program.path, options.file)).lexically_normal();
  SourceFiles sources(is_source_file(program) ? program.parent_path() : fs::current_path());
  fmt::print("{}\n{}",
             render_finding(*counterexample, sources,
                            {make_style(options.common), make_trace_detail(options.common)}),
             render_commands(options.file, *counterexample));
  return ExitCode::kOk;
}

}  // namespace gocheck::frontend
