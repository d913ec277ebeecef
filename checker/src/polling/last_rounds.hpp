#pragma once

#include <cstddef>
#include <vector>

#include "machine/semantics.hpp"
#include "polling/polling.hpp"

namespace gocheck::checker {

/// Whether an execution is over in which nothing can happen but that goroutines that spin (Polling) go on. What their
/// rounds read under locks, others may have changed since, and in the middle of a round others may be able to go on.
/// So they make some more rounds, which are on no record:
/// 1. each makes one alone: the execution is over if all come back and nobody else could have gone on;
/// 2. each that takes locks makes another, and after each of its steps every other one makes one, if it can: for what
///    the first writes under one lock and takes back under the next is seen in between only.
/// Whoever leaves its loop shows that the execution ends in the middle of another one (docs/algorithms.md, "Polling
/// loops").
/// Complexity: the second part takes as many rounds as a round has steps, for each two of them.
class LastRounds {
 public:
  LastRounds(Configuration& configuration, Polling& polling) : configuration_(configuration), polling_(polling) {}

  /// The execution has come to its end.
  void forget();
  [[nodiscard]] bool have_begun() const { return have_begun_; }
  /// The next step to be taken. Requires: those before were, and everybody has run as far as it can.
  /// Null: that was all, and is_over() says what came of it. Valid until the next call.
  [[nodiscard]] const Transition* next();
  [[nodiscard]] bool is_over() const { return is_over_; }

 private:
  static constexpr std::size_t kStepsMax = Polling::kPollsMax * Polling::kPollsMax;   // In the second part.

  const Transition* next_alone();
  const Transition* next_in_pair();
  const Transition* step_alone();
  const Transition* step_of(GoroutineId id);
  const Transition* end(bool is_over);
  [[nodiscard]] Goroutine& goroutine(GoroutineId id) { return configuration_.goroutines[id]; }
  [[nodiscard]] bool is_under_way(GoroutineId id) const { return id != 0 && !configuration_.at(id).spins(); }
  [[nodiscard]] GoroutineId spinning_after(GoroutineId id) const;
  [[nodiscard]] GoroutineId locking_after(GoroutineId id, GoroutineId other) const;
  void look();

  Configuration& configuration_;
  Polling& polling_;
  std::vector<Transition> enabled_;
  GoroutineId first_ = 0;        // Whose round it is.
  GoroutineId second_ = 0;       // Who makes one, or made the last, after the first one's latest step.
  std::size_t steps_ = 0;
  bool have_begun_ = false;
  bool is_in_pairs_ = false;
  bool is_over_ = false;
};

}  // namespace gocheck::checker
