#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "report/style.hpp"

namespace gocheck::frontend {

// What the command line said, before it is judged. An option that was not given is absent: a
// program's own directives come between the command line and the defaults.

struct CommonOptions {
  std::string color = "auto";  // auto, always, never.
  bool ascii = false;
  std::size_t width = 0;  // 0: the terminal's, at most 100.
  std::string trace = "relevant";
  bool quiet = false;
};

struct BuildOptions {
  bool no_cache = false;
  bool race = true;
  std::string cxx, cxxflags;
};

struct RunOptions {
  CommonOptions common;
  BuildOptions build;
  std::vector<std::string> targets;
  std::vector<std::string> args;  // After --.
  bool has_args = false;
  std::optional<std::string> expect, strategy, time_budget, execution_timeout, memory, search_memory,
      stdin_path, output_dir, isolation;
  std::optional<std::uint64_t> max_findings, max_executions, max_steps, max_goroutines, seed,
      preemptions, depth, jobs;
  bool require_complete = false;
  bool resume = false;
  std::vector<std::string> outputs;  // FORMAT=FILE
  bool json = false;
};

struct ReplayOptions {
  CommonOptions common;
  BuildOptions build;
  std::string file, target;
  std::vector<std::string> args;
  bool has_args = false;
  std::optional<std::string> stdin_path, execution_timeout, memory;
};

struct ShowOptions {
  CommonOptions common;
  std::string file;
  std::string format = "text";
};

ExitCode run_command(const RunOptions& options);
ExitCode replay_command(const ReplayOptions& options);
ExitCode show_command(const ShowOptions& options);
/// `format`: text about `rule`, or markdown about all.
ExitCode explain_command(const std::string& rule, const std::string& format,
                         const CommonOptions& common);

/// Standard output's style, from options, terminal, NO_COLOR, CLICOLOR_FORCE, TERM and locale.
Style make_style(const CommonOptions& options);
TraceDetail make_trace_detail(const CommonOptions& options);

/// Tells the user, on standard error, and returns the problem's exit code.
ExitCode report_problem(const Problem& problem);

}  // namespace gocheck::frontend
