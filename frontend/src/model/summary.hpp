#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// What PCT has aimed at and measured.
struct Pct {
  std::uint64_t depth = 0;       // 0: another strategy.
  std::uint64_t executions = 0;  // That the bound speaks of; 0: it does not hold.
  std::uint64_t goroutines = 0;  // The most in one execution.
  std::uint64_t steps = 0;       // The most in one execution.
  bool has_draws = false;        // Select cases or values were drawn beside priorities.
};

/// What an exploration did, in numbers.
struct Totals {
  std::uint64_t executions = 0;
  std::uint64_t complete = 0, blocked = 0, polling = 0, bounded = 0;
  std::uint64_t redundant = 0;
  std::uint64_t max_depth = 0;
  std::uint64_t workers = 1;  // Processes that took part.
  std::string fallback_why;   // "memory", or empty: steps were not there.
  std::string isolation;      // Other than by a reset,
  std::string isolation_why;  // which did not do.
  std::string fallback;       // The strategy that had to take over; mostly empty.
  std::string hidden_goroutine;   // Whose step was not there, and where he stood instead.
  Place hidden_at;
  std::uint64_t sampled = 0;  // Executions drawn at random.
  std::vector<std::uint64_t> by_preemptions = {};  // Executions by their number of preemptions.
  std::uint64_t preemption_passes = 0;  // All with 0 to this - 1 preemptions have been made.
  Pct pct = {};
  std::uint64_t estimate = 0, estimate_sd = 0;  // Of the executions of the whole search; 0: unknown.
  std::optional<std::uint64_t> searched = {};   // Made before the search was given up for samples.
  std::optional<std::uint64_t> explored_per_mille = {};  // Estimated share of the whole search.
  std::string stopped = {};  // complete, findings, max-executions, time-budget or signal.
  bool has_checkpoint = false;           // The search can be resumed.
  std::string checkpoint_error = {};     // Why it cannot, although it should.
  std::vector<std::string> bounds = {};  // max-steps, max-goroutines: what cut executions short.
  std::string loop_goroutine = {};       // Who was cut short (loop_times is 0), or who has come to one
  Place loop_at = {};                    // place most often in a long execution, and where.
  std::uint64_t loop_times = 0;
  double seconds = 0;

  /// Executions seem to go round without end.
  [[nodiscard]] bool has_loop() const {
    constexpr std::uint64_t kTimes = 256;
    return !loop_goroutine.empty() && (loop_times == 0 || loop_times >= kTimes);
  }

  /// Steps that should have been there were not: they depend on an order that no operation shows, and other such
  /// orders were not looked for.
  [[nodiscard]] bool has_hidden_order() const { return !fallback.empty() && fallback_why.empty(); }

  /// Every interleaving has been run, up to equivalence.
  [[nodiscard]] bool is_complete() const {
    return stopped == "complete" && bounded == 0 && bounds.empty() && sampled == 0 && !has_hidden_order();
  }
};

enum class Verdict { kPass, kFail, kAsExpected, kUnexpected, kError };

struct ReportedFinding {
  Counterexample counterexample;
  std::string file;  // Where it was written; empty when that failed.
};

/// The result of one program of a run.
struct ProgramResult {
  std::string name;
  std::string path;
  std::vector<std::string> expect = {};
  Place expected_by = {};
  Verdict verdict = Verdict::kError;
  Totals totals = {};
  std::uint64_t seed = 1;
  std::vector<ReportedFinding> findings = {};
  std::vector<std::string> limit_flags = {};  // "--max-executions 500": what bounded this result.
  std::optional<Problem> problem = {};        // Why there is no verdict.
};

/// The --json summary, version 1.
std::string to_json(const std::vector<ProgramResult>& results);

}  // namespace gocheck::frontend
