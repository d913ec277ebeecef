// The only file that includes CLI11: it costs seconds to compile.
#include "command/command_line.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "command/options.hpp"
#include "model/counterexample.hpp"
#include "protocol/request.hpp"
#include "targets/target.hpp"

namespace gocheck::frontend {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 no finding, or what was expected; 1 a finding; 2 usage; 3 a replay diverged, or "
    "the\n"
    "program is nondeterministic; 4 a target could not be built or started, or is not a gocheck "
    "program;\n"
    "5 with --require-complete: a limit ended a search; 70 a bug in gocheck; 130 interrupted.\n"
    "When several apply: 70, 2, 4, 1, 3, 130, 5, 0.";

/// Everything that the command line can set.
struct Parsed {
  RunOptions run;
  ReplayOptions replay;
  ShowOptions show;
  CommonOptions common;
  std::string rule, explain_format = "text";
};

void add_common(CLI::App& app, CommonOptions& common) {
  app.add_option("--color", common.color, "When to colour")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->envname("GOCHECK_COLOR")
      ->capture_default_str()
      ->group("Output");
  app.add_flag("--ascii", common.ascii, "Draw with ASCII characters only")
      ->envname("GOCHECK_ASCII")
      ->group("Output");
  app.add_option("--width", common.width, "Columns of a report, at most 100")
      ->envname("GOCHECK_WIDTH")
      ->group("Output");
  app.add_flag("-q,--quiet", common.quiet, "Findings and errors only; no progress")
      ->envname("GOCHECK_QUIET")
      ->group("Output");
}

void add_trace(CLI::App& app, CommonOptions& common) {
  app.add_option("--trace", common.trace, "How much of the schedule to show")
      ->check(CLI::IsMember({"relevant", "full", "none"}))
      ->envname("GOCHECK_TRACE")
      ->capture_default_str()
      ->group("Output");
}

void add_build(CLI::App& app, BuildOptions& build) {
  app.add_option("--cxx", build.cxx, "Compiler of sources (default: $CXX, else c++)")
      ->envname("GOCHECK_CXX")
      ->group("Build");
  app.add_option("--cxxflags", build.cxxflags, "Flags to compile and link with, in one argument")
      ->envname("GOCHECK_CXXFLAGS")
      ->group("Build");
  app.add_flag("--race,!--no-race", build.race,
               "Look for data races: instrument memory accesses of sources (default: yes)")
      ->envname("GOCHECK_RACE")
      ->group("Build");
  app.add_flag("--no-cache", build.no_cache, "Compile even when nothing has changed")
      ->envname("GOCHECK_NO_CACHE")
      ->group("Build");
}

void add_run(CLI::App& app, Parsed& parsed) {
  RunOptions& run = parsed.run;
  CLI::App& sub = *app.add_subcommand(
      "run", "Explore the interleavings of programs and report what goes wrong");
  sub.footer("Arguments of the program follow --: gocheck run prog.cc -- --n 3");
  sub.add_option("TARGET", run.targets,
                 "prog.cc, an executable, a directory, or dir/... with all below")
      ->required();
  sub.add_option("--expect", run.expect,
                 "none, any, or kinds of findings: deadlock,leak (default: none)")
      ->envname("GOCHECK_EXPECT")
      ->group("Checks");
  sub.add_option("--max-findings", run.max_findings,
                 "Stop after so many findings; 0: never (default: 1)")
      ->envname("GOCHECK_MAX_FINDINGS")
      ->group("Checks");
  sub.add_option("--strategy", run.strategy,
                 join(std::vector<std::string>(kStrategies.begin(), kStrategies.end()), ", ") +
                     ":\nhow to search (default: auto)")
      ->envname("GOCHECK_STRATEGY")
      ->group("Exploration");
  sub.add_option("--preemptions", run.preemptions, "At most so many preemptions in one execution")
      ->envname("GOCHECK_PREEMPTIONS")
      ->group("Exploration");
  sub.add_option("--depth", run.depth, "Of the bugs that --strategy pct is to find")
      ->envname("GOCHECK_DEPTH")
      ->group("Exploration");
  sub.add_option("-j,--jobs", run.jobs,
                 "Processes that search one program side by side (default: 1)")
      ->envname("GOCHECK_JOBS")
      ->group("Exploration");
  sub.add_option("--isolation", run.isolation,
                 "auto, reset, fork, none: what keeps an execution from seeing what others did\n"
                 "(default: auto: the process is put back; if that does not do, each has its own)")
      ->envname("GOCHECK_ISOLATION")
      ->group("Exploration");
  sub.add_option("--max-steps", run.max_steps, "Steps in one execution (default: 100000)")
      ->envname("GOCHECK_MAX_STEPS")
      ->group("Exploration");
  sub.add_option("--max-goroutines", run.max_goroutines,
                 "Goroutines in one execution (default: 1000)")
      ->envname("GOCHECK_MAX_GOROUTINES")
      ->group("Exploration");
  sub.add_option("--seed", run.seed, "Of random choices (default: 1)")
      ->envname("GOCHECK_SEED")
      ->group("Exploration");
  sub.add_option("--stdin", run.stdin_path,
                 "File that every execution reads as its input (default: gocheck's own\n"
                 "input when that is a file, else an empty one)")
      ->envname("GOCHECK_STDIN")
      ->group("Exploration");
  sub.add_option(
         "--time-budget", run.time_budget,
         "Time for the search of each program: 500ms, 30s, 10m, 1h; 0: no limit (default: 10m)")
      ->envname("GOCHECK_TIME_BUDGET")
      ->group("Budget");
  sub.add_option("--max-executions", run.max_executions,
                 "Executions of each program; 0: no limit (default: 0)")
      ->envname("GOCHECK_MAX_EXECUTIONS")
      ->group("Budget");
  sub.add_flag("--resume", run.resume,
               "Go on where an interrupt or --time-budget has ended the search of a program")
      ->envname("GOCHECK_RESUME")
      ->group("Budget");
  sub.add_flag("--require-complete", run.require_complete,
               "Exit with 5 when a limit ended the search of a program")
      ->envname("GOCHECK_REQUIRE_COMPLETE")
      ->group("Budget");
  sub.add_option("--execution-timeout", run.execution_timeout,
                 "How long a goroutine may run, or wait for the system, between two operations\n"
                 "that others can see; 0: no limit (default: 10s)")
      ->envname("GOCHECK_EXECUTION_TIMEOUT")
      ->group("Budget");
  sub.add_option("--memory", run.memory,
                 "What one execution may allocate: 512M, 2G; 0: no limit (default: 4G)")
      ->envname("GOCHECK_MEMORY")
      ->group("Budget");
  sub.add_option("--search-memory", run.search_memory,
                 "What the optimal search may remember before it begins anew depth-first;\n"
                 "0: no limit (default: 2G)")
      ->envname("GOCHECK_SEARCH_MEMORY")
      ->group("Budget");
  sub.add_option("-o,--output", run.outputs,
                 "json=FILE or junit=FILE: also write the results there")
      ->envname("GOCHECK_OUTPUT")
      ->allow_extra_args(false)
      ->group("Output");
  sub.add_option("--output-dir", run.output_dir, "Where counterexamples go (default: .gocheck)")
      ->envname("GOCHECK_OUTPUT_DIR")
      ->group("Output");
  sub.add_flag("--json", run.json, "Print the summary as JSON and nothing else")
      ->envname("GOCHECK_JSON")
      ->group("Output");
  add_trace(sub, parsed.common);
  add_common(sub, parsed.common);
  add_build(sub, run.build);
}

void add_replay(CLI::App& app, Parsed& parsed) {
  ReplayOptions& replay = parsed.replay;
  CLI::App& sub = *app.add_subcommand(
      "replay", "Run one recorded schedule: REPRODUCED, FIXED, STALE or DIFFERENT");
  sub.footer("Arguments of the program follow --; without, the recorded ones are used.");
  sub.add_option("FILE", replay.file, "A counterexample that gocheck run wrote")->required();
  sub.add_option("TARGET", replay.target, "The program (default: the recorded one)");
  sub.add_option("--stdin", replay.stdin_path,
                 "File that the program reads (default: the recorded one)")
      ->envname("GOCHECK_STDIN");
  sub.add_option("--execution-timeout", replay.execution_timeout,
                 "How long a goroutine may run without an operation that others can see\n"
                 "(default: 10s)")
      ->envname("GOCHECK_EXECUTION_TIMEOUT");
  sub.add_option("--memory", replay.memory, "What the execution may allocate (default: 4G)")
      ->envname("GOCHECK_MEMORY");
  add_trace(sub, parsed.common);
  add_common(sub, parsed.common);
  add_build(sub, replay.build);
}

void add_show_and_explain(CLI::App& app, Parsed& parsed) {
  CLI::App& show = *app.add_subcommand("show", "Render a counterexample without running anything");
  show.add_option("FILE", parsed.show.file, "A counterexample that gocheck run wrote")->required();
  show.add_option("--format", parsed.show.format, "How")
      ->check(CLI::IsMember({"text", "json"}))
      ->envname("GOCHECK_FORMAT")
      ->capture_default_str();
  add_trace(show, parsed.common);
  add_common(show, parsed.common);
  CLI::App& explain =
      *app.add_subcommand("explain", "What a finding means and how it is usually fixed");
  explain.add_option("RULE", parsed.rule, "GC001 or deadlock; without: a list of all");
  explain.add_option("--format", parsed.explain_format, "text, or markdown about all")
      ->check(CLI::IsMember({"text", "markdown"}))
      ->capture_default_str();
  add_common(explain, parsed.common);
}

// ---- mistakes that CLI11 would describe badly ------------------------------------------------

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names = {"help"};
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

Failure check_subcommand(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> names = subcommand_names(app);
  if (word.starts_with("-") || std::find(names.begin(), names.end(), word) != names.end())
    return std::nullopt;
  std::error_code error;
  if (std::filesystem::exists(word, error))
    return Problem{.message = fmt::format("did you mean: gocheck {} {}",
                                          word.ends_with(".json") ? "replay" : "run", word)};
  const std::string suggestion = nearest(word, names);
  return Problem{.message =
                     fmt::format("unknown command \"{}\"{} All of them: gocheck --help", word,
                                 suggestion.empty() ? "." : "; did you mean " + suggestion + "?")};
}

Failure check_options(const CLI::App& app, const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = option_names(app);
  bool is_value = false;
  for (const std::string& argument : arguments) {
    if (std::exchange(is_value, false)) continue;
    if (argument.size() < 2 || argument[0] != '-') continue;
    const bool is_long = argument[1] == '-';
    const std::string name =
        is_long ? argument.substr(0, argument.find('=')) : argument.substr(0, 2);
    if (!is_long && std::isdigit(static_cast<unsigned char>(argument[1])) != 0) continue;
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      is_value = app.get_option(name)->get_items_expected_min() > 0 && argument == name;
      continue;
    }
    const std::string suggestion = nearest(name, names);
    const std::string help = app.get_parent() != nullptr ? app.get_name() + " --help" : "--help";
    return Problem{.message = fmt::format(
                       "unknown option {}{} All of them: gocheck {}", name,
                       suggestion.empty() ? "." : "; did you mean " + suggestion + "?", help)};
  }
  return std::nullopt;
}

Failure check_words(const CLI::App& app, const std::vector<std::string>& arguments) {
  const auto word = std::find_if(arguments.begin(), arguments.end(),
                                 [](const std::string& one) { return !one.starts_with("-"); });
  if (auto failure = check_options(app, {arguments.begin(), word})) {
    if (word != arguments.end())
      failure->message += "; options follow the command: gocheck run TARGET --option";
    return failure;
  }
  if (word == arguments.end()) return std::nullopt;
  if (auto failure = check_subcommand(app, *word)) return failure;
  return check_options(*app.get_subcommand(*word), {word + 1, arguments.end()});
}

/// `help run` is `run --help`, `help` is `--help`.
void expand_help(std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front() != "help") return;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
}

ExitCode dispatch(const CLI::App& app, Parsed& parsed) {
  parsed.run.common = parsed.replay.common = parsed.show.common = parsed.common;
  if (app.got_subcommand("run")) return run_command(parsed.run);
  if (app.got_subcommand("replay")) return replay_command(parsed.replay);
  if (app.got_subcommand("show")) return show_command(parsed.show);
  return explain_command(parsed.rule, parsed.explain_format, parsed.common);
}

}  // namespace

int command_line(std::vector<std::string> arguments) {
  Parsed parsed;
  const auto mark =
      std::find(arguments.begin(), arguments.end(), "--");  // The rest is the program's.
  if (mark != arguments.end()) {
    parsed.run.has_args = parsed.replay.has_args = true;
    parsed.run.args.assign(mark + 1, arguments.end());
    parsed.replay.args = parsed.run.args;
    arguments.erase(mark, arguments.end());
  }
  expand_help(arguments);

  CLI::App app("Model checker for C++ programs on goroutines and channels", "gocheck");
  app.set_version_flag("--version", std::string("gocheck ") + kVersion);
  app.footer(kExitCodes);
  app.require_subcommand(1);
  add_run(app, parsed);
  add_replay(app, parsed);
  add_show_and_explain(app, parsed);
  if (arguments.empty()) {
    fmt::print(stderr, "{}", app.help());
    return static_cast<int>(ExitCode::kUsage);
  }
  if (const auto failure = check_words(app, arguments))
    return static_cast<int>(report_problem(*failure));
  try {
    std::reverse(arguments.begin(), arguments.end());  // As CLI11 wants them.
    app.parse(arguments);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(report_problem({ExitCode::kUsage, error.what()}));
  }
  return static_cast<int>(dispatch(app, parsed));
}

}  // namespace gocheck::frontend
