#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command/checkpoint.hpp"
#include "command/confirm.hpp"
#include "command/options.hpp"
#include "command/prepare.hpp"
#include "model/counterexample_file.hpp"
#include "report/finding.hpp"
#include "report/junit.hpp"
#include "report/progress.hpp"
#include "report/verdicts.hpp"
#include "supervise/interrupt.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOutputFolder = ".gocheck";

Failure check_strategy(const Limits& limits) {
  const std::vector<std::string> known(kStrategies.begin(), kStrategies.end());
  if (std::find(known.begin(), known.end(), limits.strategy) == known.end()) {
    const std::string suggestion = nearest(limits.strategy, known);
    return Problem{.message = fmt::format(
                       "--strategy: unknown strategy {}{} All of them: {}", in_quotes(limits.strategy),
                       suggestion.empty() ? "." : "; did you mean " + suggestion + "?",
                       join(known, ", "))};
  }
  if (limits.preemptions && limits.strategy != "preemptions")
    return Problem{.message = "--preemptions bounds the strategy preemptions, not " +
                              limits.strategy + "; leave --strategy out"};
  if (limits.strategy == "preemptions" && !limits.preemptions)
    return Problem{.message = "--strategy preemptions: say how many: --preemptions 2"};
  if (limits.depth && limits.strategy != "pct")
    return Problem{.message = "--depth is for --strategy pct"};
  if (limits.depth && *limits.depth == 0)
    return Problem{.message = "--depth: a bug has at least depth 1"};
  if (limits.jobs == 0 || limits.jobs > kJobsMax)
    return Problem{.message = fmt::format("--jobs: from 1 to {} processes, not {}", kJobsMax, limits.jobs)};
  return std::nullopt;
}

Failure check_isolation(const Limits& limits) {
  const std::vector<std::string> known(kIsolations.begin(), kIsolations.end());
  if (std::find(known.begin(), known.end(), limits.isolation) == known.end())
    return Problem{.message = fmt::format("--isolation: \"{}\" is none of {}", limits.isolation,
                                          join(known, ", "))};
  return std::nullopt;
}

/// Command line, then the program's directives, then the defaults.
Expected<Limits> limits_of(const RunOptions& options, const Directives& directives) {
  Limits limits;
  const auto directive = [&](const char* name) -> std::optional<std::string> {
    const auto found = directives.options.find(name);
    return found == directives.options.end() ? std::nullopt : std::optional(found->second);
  };
  Failure failure;
  const auto number = [&](const char* name, const std::optional<std::uint64_t>& given,
                          std::uint64_t& limit) {
    if (given) {
      limit = *given;
    } else if (const auto text = directive(name)) {
      const auto parsed = parse_number(*text);
      if (parsed)
        limit = *parsed;
      else
        failure = Problem{.message = std::string(name) + ": " + in_quotes(*text) + " is not a number"};
    }
  };
  const auto bound = [&](const char* name, const std::optional<std::uint64_t>& given,
                         std::optional<std::uint64_t>& limit) {
    std::uint64_t value = 0;
    number(name, given, value);
    if (given || directive(name)) limit = value;
  };
  number("max-findings", options.max_findings, limits.max_findings);
  number("max-executions", options.max_executions, limits.max_executions);
  number("max-steps", options.max_steps, limits.max_steps);
  number("max-goroutines", options.max_goroutines, limits.max_goroutines);
  number("seed", options.seed, limits.seed);
  number("jobs", options.jobs, limits.jobs);
  bound("preemptions", options.preemptions, limits.preemptions);
  bound("depth", options.depth, limits.depth);
  if (const auto strategy = options.strategy ? options.strategy : directive("strategy"))
    limits.strategy = *strategy;
  else if (limits.preemptions)
    limits.strategy = "preemptions";
  if (const auto isolation = options.isolation ? options.isolation : directive("isolation"))
    limits.isolation = *isolation;
  if (!failure) failure = check_strategy(limits);
  if (!failure) failure = check_isolation(limits);
  if (const auto budget = options.time_budget ? options.time_budget : directive("time-budget");
      budget && !failure)
    failure = set_duration("--time-budget", *budget, limits.time_budget_ms);
  if (options.execution_timeout && !failure)
    failure = set_duration("--execution-timeout", *options.execution_timeout,
                           limits.execution_timeout_ms);
  if (options.memory && !failure) failure = set_size("--memory", *options.memory, limits.memory_bytes);
  if (options.search_memory && !failure)
    failure = set_size("--search-memory", *options.search_memory, limits.search_memory_bytes);
  if (failure) return *failure;
  return limits;
}

/// A run of all targets, one after the other.
class Run {
 public:
  explicit Run(const RunOptions& options)
      : options_(options),
        report_{make_style(options.common), make_trace_detail(options.common)},
        folder_(options.output_dir.value_or(kOutputFolder)) {}

  ExitCode execute();

 private:
  Failure check_request();
  Failure check_output_folder();
  ProgramResult check(const Target& target, Expected<Built> built);
  Failure explore_and_confirm(const Program& program, ProgramResult& result);
  Failure prepare_checkpoint(const Program& program, Limits& limits) const;
  void tell_checkpoint(const Program& program, const Limits& limits,
                       const Exploration& exploration) const;
  void tell_unchecked(const Program& program, const Exploration& exploration);
  void judge(ProgramResult& result) const;
  void keep(Counterexample counterexample, ProgramResult& result);
  void tell(const ProgramResult& result, const Target& target);
  void tell_findings(const ProgramResult& result, const Target& target) const;
  ExitCode finish();
  ExitCode write_summary();
  [[nodiscard]] std::string junit() const;
  [[nodiscard]] bool single() const { return targets_.size() == 1; }

  const RunOptions& options_;
  ReportOptions report_;
  fs::path folder_;
  std::vector<Target> targets_;
  Toolchain toolchain_;
  std::optional<std::vector<std::string>> expect_;
  std::string input_;
  std::vector<std::pair<std::string, std::string>> output_files_;  // Format and file.
  std::set<std::string> written_;
  bool told_unchecked_ = false;
  std::vector<ProgramResult> results_;
  ExitCode exit_ = ExitCode::kOk;
};

Failure Run::check_request() {
  if (options_.expect) {
    auto expect = parse_expectation(*options_.expect);
    if (!expect) return Problem{.message = "--" + expect.problem().message};
    expect_ = std::move(*expect);
  }
  for (const std::string& output : options_.outputs) {
    const std::size_t equals = std::min(output.find('='), output.size());
    const std::string format = output.substr(0, equals);
    if ((format != "json" && format != "junit") || equals + 1 >= output.size())
      return Problem{.message = "--output " + output + ": write json=FILE or junit=FILE"};
    output_files_.emplace_back(format, output.substr(equals + 1));
  }
  auto input = find_input(options_.stdin_path.value_or(""));
  if (!input) return input.problem();
  input_ = *input;
  auto targets = find_targets(options_.targets);
  if (!targets) return targets.problem();
  targets_ = std::move(*targets);
  for (const Target& target : targets_)
    if (const auto limits = limits_of(options_, target.directives); !limits)
      return Problem{.message =
                         (limits.problem().message.starts_with("--") ? "" : target.path + ": ") +
                         limits.problem().message};
  auto toolchain = prepare_toolchain(targets_, options_.build);
  if (!toolchain) return toolchain.problem();
  toolchain_ = std::move(*toolchain);
  return check_output_folder();
}

/// A folder that was asked for and cannot be written to: better said before an hour of search.
Failure Run::check_output_folder() {
  if (!options_.output_dir) return std::nullopt;
  std::error_code error;
  const bool existed = fs::exists(folder_, error);
  const fs::path probe = folder_ / ".writable";
  auto failure = write_file_whole(probe, "");
  fs::remove(probe, error);
  if (!existed) fs::remove(folder_, error);
  if (failure) return Problem{.message = "--output-dir: " + failure->message};
  return std::nullopt;
}

ExitCode Run::execute() {
  if (const auto failure = check_request()) return report_problem(*failure);
  watch_interrupts();
  if (is_input_ignored(input_) && !options_.common.quiet)
    fmt::print(
        stderr,
        "gocheck: note: programs do not read this pipe, for every execution must read the same; "
        "write it to a file and give --stdin FILE\n");
  BuildQueue builds(targets_, toolchain_, !options_.build.no_cache);
  for (std::size_t i = 0; i < targets_.size() && interrupts() == 0; ++i) {
    auto built = builds.take(i);
    if (interrupts() > 0) break;
    results_.push_back(check(targets_[i], std::move(built)));
    tell(results_.back(), targets_[i]);
  }
  return finish();
}

ProgramResult Run::check(const Target& target, Expected<Built> built) {
  ProgramResult result{.name = target.name, .path = target.path};
  result.expect = expect_ ? *expect_ : target.directives.expect;
  if (!expect_) result.expected_by = target.directives.expect_at;
  const auto fail = [&](const Problem& problem) {
    result.problem = problem;
    return result;
  };
  if (!built) return fail(built.problem());
  if (!built->warnings.empty())
    std::fwrite(built->warnings.data(), 1, built->warnings.size(), stderr);
  const Limits limits = *limits_of(options_, target.directives);
  result.seed = limits.seed;
  const auto input =
      input_.empty() ? find_input(target.directives.stdin_path) : Expected<std::string>(input_);
  if (!input) return fail(input.problem());
  const auto program =
      prepare(target, *built, options_.has_args ? options_.args : target.directives.args, *input,
              limits, toolchain_);
  if (!program) return fail(program.problem());
  if (const auto failure = explore_and_confirm(*program, result)) return fail(*failure);
  judge(result);
  return result;
}

Failure Run::explore_and_confirm(const Program& program, ProgramResult& result) {
  const std::string position =
      single() ? "" : fmt::format("[{}/{}] ", results_.size() + 1, targets_.size());
  ProgressLine progress(position + program.target.name, !options_.common.quiet && !options_.json);
  Limits limits = program.limits;
  if (auto failure = prepare_checkpoint(program, limits)) return failure;
  const Exploration exploration =
      explore(program.worker, limits, [&](const Progress& now) { progress.show(now); });
  progress.clear();
  tell_unchecked(program, exploration);
  if (exploration.killed > 0 && !options_.common.quiet)
    fmt::print(stderr,
               "gocheck: note: {}: a process that searched was killed {}; {} went on from where it was "
               "a moment before\n",
               program.target.path, exploration.killed == 1 ? "once" : fmt::format("{} times", exploration.killed),
               exploration.killed == 1 ? "another" : "each time another");
  result.totals = exploration.totals;
  for (Place* at : {&result.totals.loop_at, &result.totals.hidden_at})
    at->file = relative_to(at->file, program.target.source_root);
  tell_checkpoint(program, limits, exploration);
  result.limit_flags = limits_met(result.totals, program.limits);
  Failure failure = exploration.failure;
  if (failure && exploration.error && exploration.error->what == "nondeterminism")
    failure->message += ". " + what_decides(exploration.calls, exploration.base, program);
  for (const Candidate& candidate : exploration.candidates) {
    auto counterexample = confirm(candidate, program);
    if (counterexample)
      keep(std::move(*counterexample), result);
    else if (!failure)
      failure = counterexample.problem();
  }
  return failure;
}

/// Where the search is to rest when it is cut off, and where it goes on.
Failure Run::prepare_checkpoint(const Program& program, Limits& limits) const {
  const fs::path file = fs::absolute(checkpoint_file(folder_, program.target));
  const auto owner = checkpoint_owner(program);
  if (!owner) return owner.problem();
  limits.checkpoint = file;
  limits.owner = *owner;
  std::error_code error;
  if (!options_.resume) return std::nullopt;
  if (!fs::exists(file, error)) {
    // Of many programs, some were through.
    if (!single()) return std::nullopt;
    return Problem{.message = "--resume: there is no " + checkpoint_file(folder_, program.target).string() +
                              ": the search was not cut off by an interrupt or --time-budget, or by "
                              "another --output-dir; leave --resume out"};
  }
  limits.resume = file;
  return check_checkpoint(file, *owner);
}

void Run::tell_checkpoint(const Program& program, const Limits& limits,
                          const Exploration& exploration) const {
  const Totals& totals = exploration.totals;
  std::error_code error;
  const bool is_over = totals.stopped == "complete" || totals.stopped == "findings";
  if (!limits.resume.empty() && exploration.done && is_over) fs::remove(limits.resume, error);
  if (!totals.checkpoint_error.empty())
    fmt::print(stderr, "gocheck: {}: the search cannot be resumed: {}\n", program.target.path,
               totals.checkpoint_error);
  if (totals.has_checkpoint && !options_.common.quiet)
    fmt::print(stderr, "gocheck: {}: to go on with the search, run the same command with --resume\n",
               program.target.path);
}

/// What a pass does not say: once a run.
void Run::tell_unchecked(const Program& program, const Exploration& exploration) {
  if (exploration.sees_races || !options_.build.race || options_.common.quiet ||
      std::exchange(told_unchecked_, true))
    return;
  fmt::print(stderr,
             "gocheck: data races are not checked: {} {}\n", program.target.path,
             program.target.is_source
                 ? "is compiled with a sanitizer of its own"
                 : "is not instrumented; in CMake call gocheck_enable_race() for it "
                   "(docs/cli.md), or say --no-race");
}

/// One bug that was met twice is one finding.
void Run::keep(Counterexample counterexample, ProgramResult& result) {
  const FindingRecord& finding = counterexample.finding;
  for (const ReportedFinding& known : result.findings)
    if (known.counterexample.finding.fingerprint == finding.fingerprint) return;
  std::string stem =
      fmt::format("{}-{}-{}", result.name, finding.rule, finding.fingerprint.substr(0, 6));
  for (int n = 2; !written_.insert(stem).second; ++n)  // Two programs of one name.
    stem =
        fmt::format("{}-{}-{}-{}", result.name, finding.rule, finding.fingerprint.substr(0, 6), n);
  const fs::path file = folder_ / (stem + ".json");
  ReportedFinding reported{std::move(counterexample), file.string()};
  if (const auto failure = write_file_whole(file, to_json(reported.counterexample))) {
    exit_ = more_important(exit_, report_problem(*failure));  // The report is printed all the same.
    reported.file.clear();
  }
  result.findings.push_back(std::move(reported));
}

void Run::judge(ProgramResult& result) const {
  const std::vector<std::string>& expect = result.expect;
  const bool none = expect.empty() || expect.front() == "none";
  if (none) {
    result.verdict = result.findings.empty() ? Verdict::kPass : Verdict::kFail;
    return;
  }
  const bool all_named = std::all_of(
      result.findings.begin(), result.findings.end(), [&](const ReportedFinding& finding) {
        return expect.front() == "any" ||
               std::count(expect.begin(), expect.end(), finding.counterexample.finding.kind) > 0;
      });
  if (result.findings.empty())
    result.verdict = Verdict::kUnexpected;
  else
    result.verdict = all_named ? Verdict::kAsExpected : Verdict::kFail;
}

void Run::tell_findings(const ProgramResult& result, const Target& target) const {
  SourceFiles sources(target.source_root);
  for (const ReportedFinding& finding : result.findings)
    fmt::print("{}\n{}\n", render_finding(finding.counterexample, sources, report_),
               render_commands(finding.file, finding.counterexample));
}

void Run::tell(const ProgramResult& result, const Target& target) {
  if (result.problem) {
    Problem problem = *result.problem;
    if (problem.message.find(target.path) == std::string::npos)
      problem.message = target.path + ": " + problem.message;
    report_problem(problem);
    if (!options_.json) tell_findings(result, target);
    return;
  }
  if (options_.json) return;
  if (result.verdict == Verdict::kFail ||
      (single() && !result.findings.empty() && !options_.common.quiet))
    tell_findings(result, target);
  if (!single()) return;
  if (result.verdict == Verdict::kPass && (!options_.common.quiet || !result.totals.is_complete()))
    fmt::print("{}", render_pass(result, report_.style));
  if (result.verdict == Verdict::kFail && !result.expect.empty() && result.expect[0] != "none")
    fmt::print("Expected {}\n", join(result.expect, " or "));
  if (result.verdict == Verdict::kUnexpected)
    fmt::print("{}  {}: expected {}, found nothing\n", report_.style.red("FAIL"), result.name,
               join(result.expect, " or "));
  if (result.verdict == Verdict::kAsExpected && !options_.common.quiet)
    fmt::print("Expected {}{}\n", join(result.expect, ", "),
               result.expected_by.known() ? " by " + result.expected_by.text() : " by --expect");
  if (!options_.common.quiet) fmt::print("{}", final_line(result));
}

std::string Run::junit() const {
  ReportOptions plain = report_;
  plain.style.color = false;
  return to_junit(results_, [&](const ProgramResult& result) {
    const auto target = std::find_if(targets_.begin(), targets_.end(),
                                     [&](const Target& one) { return one.path == result.path; });
    SourceFiles sources(target->source_root);
    std::string text;
    for (const ReportedFinding& finding : result.findings)
      text += render_finding(finding.counterexample, sources, plain) + "\n" +
              render_commands(finding.file, finding.counterexample);
    return text;
  });
}

ExitCode Run::write_summary() {
  const std::string summary = to_json(results_);
  if (options_.json) fmt::print("{}", summary);
  ExitCode code = ExitCode::kOk;
  for (const auto& [format, file] : output_files_)
    if (const auto failure = write_file_whole(file, format == "json" ? summary : junit()))
      code = more_important(code, report_problem(*failure));
  return code;
}

ExitCode Run::finish() {
  for (const ProgramResult& result : results_) {
    if (result.problem) exit_ = more_important(exit_, result.problem->exit);
    if (result.problem && !result.findings.empty())
      exit_ = more_important(exit_, ExitCode::kFinding);
    if (result.verdict == Verdict::kFail || result.verdict == Verdict::kUnexpected)
      exit_ = more_important(exit_, ExitCode::kFinding);
    // A search that stopped at what it was to find was not cut off.
    const bool is_cut_off = !result.totals.is_complete() && result.totals.stopped != "findings";
    if (options_.require_complete && is_cut_off)
      exit_ = more_important(exit_, ExitCode::kIncomplete);
  }
  if (interrupts() > 0)
    exit_ = more_important(exit_, static_cast<ExitCode>(128 + interrupt_signal()));
  if (!single() && !options_.json) fmt::print("{}", render_table(results_, report_.style));
  exit_ = more_important(exit_, write_summary());
  return exit_;
}

}  // namespace

ExitCode run_command(const RunOptions& options) { return Run(options).execute(); }

}  // namespace gocheck::frontend
