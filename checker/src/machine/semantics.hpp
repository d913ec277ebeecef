#pragma once

#include <span>
#include <vector>

#include "machine/access.hpp"
#include "machine/configuration.hpp"

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
  std::vector<const TimerCore*> timers_ever;   // All that were ever pending; they may be gone.
  struct Parked {
    Object* cond;
    GoroutineId goroutine;
  };
  std::vector<Parked> parked;             // Cond waiters, in order of parking.
  bool clock_stands = false;              // Nothing touches the clock any more (recurrence/recurrence.hpp).
  std::int64_t now_ns = 0;                // Virtual time: deadline of the last timer that fired.

  [[nodiscard]] const Goroutine& at(GoroutineId id) const { return goroutines[id]; }
};

/// Appends every transition enabled in `configuration`, in a fixed order.
/// Complexity: O(goroutines + pairs of partners on unbuffered channels).
void enabled_transitions(const Configuration& configuration, std::vector<Transition>& out);

/// Whether `transition` is among them; `scratch` is memory. Complexity: O(what its goroutine can do).
[[nodiscard]] bool is_enabled(const Configuration& configuration, const Transition& transition,
                              std::vector<Transition>& scratch);

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

/// Calls touch(object, access kind, what the step does to that object) for everything that
/// `t`, enabled here, touches; a null object is the clock. A firing also tests the channels of tickers that
/// would be due before it and are passed over because they are full.
template <typename Touch>
void for_each_touch(const Configuration& configuration, const Transition& t, const Touch& touch) {
  const auto test = [&](const Object* chan) {
    touch(chan, AccessKind::kObserve, StepKind::kObserve);
  };
  if (t.kind != StepKind::kFire) {
    rules::touches(t.kind, *configuration.at(t.goroutine).pending, t.select_case, touch);
    if (t.peer != 0) {
      rules::observations(*configuration.at(t.peer).pending, t.peer_case, test);
    }
    return;
  }
  touch(nullptr, AccessKind::kClock, t.kind);
  const auto& fired = *static_cast<const TimerCore*>(object_of(configuration, t));
  for (const auto& armed : configuration.timers) {
    if (armed.timer == &fired || armed.timer->chan == nullptr) continue;
    if (rules::is_due_before(armed.timer->timer, fired.timer)) test(armed.timer->chan);
  }
  if (fired.chan == nullptr) return;
  if (fired.chan->chan.length == fired.chan->chan.capacity) return test(fired.chan);
  touch(fired.chan, AccessKind::kBufferedSend, StepKind::kBufferedSend);
}

/// Calls woken(goroutine) for everybody that `t`, a signal or broadcast, wakes; for nobody otherwise.
template <typename Woken>
void for_each_woken(const Configuration& configuration, const Transition& t, const Woken& woken) {
  if (t.kind != StepKind::kSignal && t.kind != StepKind::kBroadcast) return;
  const Object* cond = configuration.at(t.goroutine).pending->object;
  for (const auto& parked : configuration.parked) {
    if (parked.cond != cond) continue;
    woken(parked.goroutine);
    if (t.kind == StepKind::kSignal) return;   // Only the head of the queue.
  }
}

}  // namespace gocheck::checker
