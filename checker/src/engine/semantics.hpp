#pragma once

#include <span>
#include <vector>

#include "engine/configuration.hpp"
#include "order/access.hpp"

namespace gocheck::checker {

/// Everything that decides what can happen next: the goroutines' pending operations, the timers.
/// The objects' own states are read through the operations.
struct Configuration {
  std::vector<Goroutine> goroutines;      // By id; [0] is nobody.
  std::vector<GoroutineId> live;          // Started and not finished or stopped; ordered by id.
  struct ArmedTimer {
    GoroutineId id;
    TimerCore* timer;
  };
  std::vector<ArmedTimer> timers;         // Pending ones.
  struct Parked {
    Object* cond;
    GoroutineId goroutine;
  };
  std::vector<Parked> parked;             // Cond waiters, in order of parking.
  std::int64_t now_ns = 0;                // Virtual time: deadline of the last timer that fired.

  [[nodiscard]] const Goroutine& at(GoroutineId id) const { return goroutines[id]; }
};

/// Appends every transition enabled in `configuration`, in a fixed order.
/// Complexity: O(goroutines + pairs of partners on unbuffered channels).
void enabled_transitions(const Configuration& configuration, std::vector<Transition>& out);

/// Whether two transitions, both enabled here and different, can disable or change each other
/// (the dependence table of docs/algorithms.md). Errs on the side of dependent.
[[nodiscard]] bool dependent(const Configuration& configuration, const Transition& a,
                             const Transition& b);

/// Calls seen(channel) for every ticker that would fire before `timer` if its channel were not full: the
/// firing tests how full they are.
template <typename Seen>
void for_each_passed_over(const Configuration& configuration, const TimerCore& timer,
                          const Seen& seen) {
  for (const auto& armed : configuration.timers) {
    if (armed.timer == &timer || armed.timer->chan == nullptr) continue;
    const auto& a = armed.timer->timer;
    const auto& b = timer.timer;
    if (a.deadline_ns < b.deadline_ns ||
        (a.deadline_ns == b.deadline_ns && a.sequence < b.sequence)) {
      seen(armed.timer->chan);
    }
  }
}

/// What `transition`, enabled here, would touch.
void accesses_of(const Configuration& configuration, const Transition& transition,
                 std::vector<Access>& out);

/// The object that the step is about, or null.
[[nodiscard]] Object* object_of(const Configuration& configuration, const Transition& transition);

/// The channel operation that the goroutine would do in this step.
struct ChannelSide {
  ChanCore* chan;
  void* slot;
  bool is_send;
};
[[nodiscard]] ChannelSide side_of(const Operation& operation, std::uint16_t select_case);

}  // namespace gocheck::checker
