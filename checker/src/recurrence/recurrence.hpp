#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "machine/rules.hpp"
#include "machine/semantics.hpp"
#include "recurrence/flat_map.hpp"
#include "recurrence/past.hpp"

namespace gocheck::checker {

/// Finds steps on the clock that bring the program back to where it was: the whole of it, as far as it comes before.
///
/// Let [f] be the step f and all that comes before it in the order of dependence. If the program is in the same state
/// after [e] and after [f], but for how late it is, and e comes before f, then what [f] has more than [e] is for
/// nothing: any execution with f has an equivalent one that begins with [e] and goes on with these steps, and without
/// them it leads to the same end. So f is a *cutoff event* [McM92, ERV02]: nothing touches the clock after it. All
/// steps on the clock are ordered, so whatever came after would have f before it.
///
/// Few executions come by the state after [e]: others go on meanwhile. It is made, by a Trial, once for all executions
/// in which f has the same past, and only if the same time is left to all timers as after e.
/// Complexity: where it watches, a step costs what Past does, one on the clock those before it.
class Recurrence {
 public:
  /// Whether the last of `steps` is a cutoff: whether the program is where it was after one of the parts that lead to
  /// an earlier one with its past.
  struct Question {
    std::uint64_t name = 0;                // Of the step with its past.
    std::vector<Transition> steps;
    std::vector<std::size_t> lengths;      // Of the parts, each a beginning of the next; the last is all of it.
  };
  enum class Answer : std::uint8_t { kNo, kYes, kUnknown };

  explicit Recurrence(const Configuration& configuration) : configuration_(configuration) {}

  /// `watches`: whether cutoffs are to be found in this execution.
  void begin_execution(bool watches);
  [[nodiscard]] bool is_watching() const { return is_watching_; }
  /// Whether it is a step on the clock.
  [[nodiscard]] static bool is_tick(const Transition& t) { return rules::access_of(t.kind) == AccessKind::kClock; }
  /// Before the transition is committed.
  void step(const Transition& t);
  /// The goroutine of the last step has started a timer by it, which fires once.
  void timer_started(GoroutineId timer) { started_timer_ = timer; }
  /// The goroutine has come to its next operation.
  void arrived(const Goroutine& g);
  void started(GoroutineId child, GoroutineId parent) {
    if (is_watching_) past_.started(child, parent);
  }
  /// Whether the last step was on the clock and is_cutoff() was not asked about it.
  [[nodiscard]] bool is_due() const { return is_due_; }
  /// Whether that is a cutoff. Requires: is_due(), and everybody has run as far as it can. kUnknown: see question().
  [[nodiscard]] Answer is_cutoff();
  [[nodiscard]] const Question& question() const { return question_; }
  void learn(std::uint64_t name, bool is_cutoff);
  /// What it knows is of another program.
  void forget() {
    known_.clear();
    known_before_.clear();
  }

 private:
  static constexpr std::size_t kKnownMax = std::size_t{1} << 15;   // So many, and at most as many from before.
  static constexpr std::size_t kComparedMax = 8;   // Earlier ticks, the latest.
  // Where the state goes on changing, most ticks are not asked about: with more that are alike before, one after 32,
  // 64, 128...
  static constexpr std::size_t kAskedMax = 16;

  /// A step on the clock.
  struct Tick {
    std::size_t step;              // In past_.
    std::uint64_t times_left;      // After it, to all timers: a hash.
  };

  [[nodiscard]] bool may_be_back() const;
  [[nodiscard]] std::uint64_t times_left() const;
  [[nodiscard]] Answer look_up(std::uint64_t name);
  void make_question(const std::vector<std::size_t>& ticks);

  const Configuration& configuration_;
  bool is_watching_ = false;
  bool is_due_ = false;
  Past past_;
  std::vector<Tick> ticks_;
  FlatMap<bool> been_;                              // Goroutines with the places where they were, as hashes: they were.
  std::vector<bool> is_new_;                        // By GoroutineId: whether it stands where it never was before. Of a
                                                    // timer: whether who has started it stood so then.
  GoroutineId started_timer_ = 0;                   // By the last step; 0: none.
  // Answers by names; those that were not needed for long are dropped.
  std::unordered_map<std::uint64_t, bool> known_;
  std::unordered_map<std::uint64_t, bool> known_before_;
  Question question_;
  std::vector<Access> accesses_;                    // Scratch.
  std::vector<std::size_t> alike_;                  // Likewise: ticks.
};

}  // namespace gocheck::checker
