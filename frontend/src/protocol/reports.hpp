#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "model/execution.hpp"
#include "model/summary.hpp"
#include "protocol/line.hpp"

namespace gocheck::frontend {

struct Progress {
  std::uint64_t executions = 0;
  std::uint64_t depth = 0, max_depth = 0;
  std::uint64_t findings = 0;
  // Of the whole search, as estimated so far; 0: unknown.
  std::uint64_t estimate = 0, estimate_sd = 0;
  std::uint64_t explored_per_mille = 0;
  std::uint64_t earlier = 0;  // Of the executions: made before the search was resumed.
};

/// A finding as the exploration met it, before it is confirmed.
struct Candidate {
  std::string kind;
  std::string race;  // Race::id of a race.
  std::uint64_t execution = 0;
  unsigned preemptions = 0;
  bool is_minimal = false;  // No execution with fewer preemptions shows it.
  unsigned turning = 0;
  std::uint64_t passing = 0;
  std::vector<Step> schedule;
  std::vector<User> users;
  std::vector<PassedOperation> passed;
};

/// The worker cannot go on: what=nondeterminism and the like.
struct WorkerError {
  std::string what, message, expected, offered;
  unsigned step = 0;
};

struct Exploration {
  std::uint64_t base = 0;  // Load address of the program.
  std::vector<Candidate> candidates;
  Totals totals;
  std::vector<UnrepeatableCall> calls;  // Before an error what=nondeterminism.
  std::optional<WorkerError> error;
  bool done = false;
  bool sees_races = true;  // The program is instrumented.
  unsigned killed = 0;  // How many processes were, while others went on with the search.
  Failure failure;  // Why it ended early, when that was not planned. What it found stands.
};

struct Divergence {
  unsigned step = 0;
  std::string expected, offered;
  Place at;
};

struct Outcome {
  std::string kind, g, message;
  unsigned step = 0;
  std::string race;  // Race::id of a race.
};

/// One execution, as a replay tells it.
struct Replay {
  std::uint64_t base = 0;  // Load address of the program.
  std::vector<Goroutine> goroutines;
  std::vector<Object> objects;
  std::vector<Step> steps;
  std::vector<Blocked> blocked;
  std::vector<PanicInfo> panics;
  std::vector<Race> races;
  std::vector<UnrepeatableCall> calls;
  std::optional<Divergence> divergence;
  std::vector<Outcome> outcomes;
  std::string main_ended;
  std::optional<WorkerError> error;
  bool done = false;
  std::string output;  // What the program wrote, up to a limit.
};

/// Builds an Exploration from the worker's lines, in order. Errors: a malformed conversation.
class ExplorationReader {
 public:
  Failure take(const Line& line, Exploration& result);
  /// Set by each progress line.
  [[nodiscard]] const Progress& progress() const { return progress_; }
  /// Between a finding and its end.
  [[nodiscard]] bool is_in_finding() const { return in_finding_; }

 private:
  bool in_finding_ = false;
  Progress progress_;
};

/// Builds a Replay from the worker's lines, in order.
Failure take_replay_line(const Line& line, Replay& result);

}  // namespace gocheck::frontend
