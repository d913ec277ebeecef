#pragma once

#include <optional>
#include <span>

#include "machine/semantics.hpp"
#include "strategy/standing.hpp"

namespace gocheck::checker {

class Trace;

/// Decides how each execution proceeds and when the search is complete.
///
/// Copies of one object in several processes make one search: what they must know of each other is in shared memory.
///
/// Calls come as: (begin_execution (prescribed [choose])* end_execution)*, until begin_execution is
/// false; choose follows when prescribed gave null.
class Strategy {
 public:
  virtual ~Strategy() = default;
  /// Starts the next execution; false when nothing is left to explore, or not now.
  [[nodiscard]] virtual bool begin_execution() = 0;
  /// The execution that is under way counts as not begun: the next begin_execution(), or one of somebody else's after
  /// put_back(), starts it anew. Asked only where not lets_polls_go_on().
  virtual void take_back() {}
  /// After begin_execution() was false: whether other workers may still leave something to explore.
  [[nodiscard]] virtual bool is_waiting() const { return false; }
  /// Puts what this copy alone knows of the search into shared memory, where others can go on with it, be it in
  /// processes of another time. Requires: no execution is under way, or nobody will go on.
  virtual void put_back() {}
  /// Whether a goroutine that polls in vain goes on once what it polls has changed. Otherwise it stays where it is:
  /// what it would do is done in another execution (polling/polling.hpp).
  [[nodiscard]] virtual bool lets_polls_go_on() const { return false; }
  /// Whether the next step is said to be one of the goroutine's, so that it goes on even if it polls in vain.
  /// Asked only where lets_polls_go_on().
  [[nodiscard]] virtual bool wants(GoroutineId /*goroutine*/) const { return false; }
  /// Nothing can happen but that a timer fires, and the program is where it was before at such a moment if
  /// `has_been_here`. Whether the execution goes on. Asked only where lets_polls_go_on().
  [[nodiscard]] virtual bool lets_time_pass(bool has_been_here) const { return !has_been_here; }
  /// The next step of a prefix that is being replayed, or null where the execution is free.
  [[nodiscard]] virtual const Transition* prescribed(const Configuration& configuration) = 0;
  /// Whether this process has taken the steps of the prefix before. Others are checked against what is enabled.
  [[nodiscard]] virtual bool is_prefix_known() const { return true; }
  /// Picks from `enabled`, or nullopt to abandon a redundant execution.
  /// Requires: `enabled` is not empty and in the order of enabled_transitions().
  [[nodiscard]] virtual std::optional<Transition> choose(const Configuration& configuration,
                                                         std::span<const Transition> enabled) = 0;
  virtual void end_execution() = 0;
  /// Where the world is to record the execution, or null.
  [[nodiscard]] virtual Trace* trace() { return nullptr; }
  /// Of the execution that was begun last; final after end_execution.
  [[nodiscard]] virtual Purpose purpose() const { return Purpose::kSearch; }
  /// How many executions the budget has room for, as far as can be told. Called after each probe.
  virtual void expect(double /*executions_max*/) {}
  /// Adds what is known about the search. Requires: no execution is under way.
  virtual void add_standing(Standing&) const {}
};

}  // namespace gocheck::checker
