#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "machine/semantics.hpp"
#include "race/vector_clock.hpp"

namespace gocheck::checker::race {

/// Happens-before of one execution: a vector clock for each goroutine, and one for each thing that
/// passes order on (docs/guarantees.md, "Data races", lists the edges; there are no others).
///
/// It is not the dependence of exploration: two locks of one mutex depend on each other, but only an
/// unlock orders what follows after what came before.
class Clocks {
 public:
  void begin_execution();

  /// `go`: what the parent did so far is before everything that the child does. Parent 0: main.
  void fork(GoroutineId child, GoroutineId parent);
  /// The callback of a timer: ordered after what started the timer.
  void fork(GoroutineId child, const TimerCore& timer);
  /// The order that a step makes. Requires: called before the step changes `before`.
  void on_step(const Transition& step, const Configuration& before);

  [[nodiscard]] Tid tid(GoroutineId id) const { return tids_[id].tid; }
  [[nodiscard]] GoroutineId goroutine(Tid tid) const { return threads_[tid].id; }
  [[nodiscard]] const VectorClock& of(Tid tid) const { return threads_[tid].clock; }
  [[nodiscard]] Time now(Tid tid) const { return threads_[tid].clock.at(tid); }

  // For what is not an operation of the runtime: the C++ library's and the program's own atomics.
  // `thing` is an address.
  void acquire(Tid tid, std::uintptr_t thing);
  void release(Tid tid, std::uintptr_t thing);     // Joins what the thing passes on already.
  void publish(Tid tid, std::uintptr_t thing);     // Replaces it.
  void forget(std::uintptr_t thing);               // Passes nothing on any more.
  // Fences turn relaxed operations into ordering ones [C++20, 33.5.11].
  void acquire_by_fence(Tid tid, std::uintptr_t thing);    // A relaxed load.
  void publish_by_fence(Tid tid, std::uintptr_t thing);    // A relaxed store.
  void release_by_fence(Tid tid, std::uintptr_t thing);    // A relaxed read-modify-write.
  void fence(Tid tid, bool acquires, bool releases);

  /// A compare-and-exchange of an Atomic was taken for a success when its step was made: the order
  /// it published is taken back.
  void failed_exchange(const Object& atomic);

  // Kept for reports when asked for: costs time.
  void keep_history(bool keep) { has_history_ = keep; }
  [[nodiscard]] const std::vector<std::uint64_t>& locks(Tid tid) const {
    return threads_[tid].locks;
  }
  /// The step with which `tid` ended the time before `time`; 0: none.
  [[nodiscard]] std::uint32_t step_of(Tid tid, Time time) const;
  void count_step() { ++steps_; }

 private:
  struct Thread {
    GoroutineId id = 0;
    VectorClock clock;
    VectorClock fence_acquired;              // Read by relaxed loads.
    VectorClock fence_released;              // As of the last release fence.
    std::vector<std::uint64_t> locks;        // Objects held.
    std::vector<std::uint32_t> ends;         // Step that ended time i + 1.
  };
  /// What passes order on: an object, one slot of a channel's buffer, an address.
  struct Key {
    std::uint64_t thing;
    std::uint64_t part;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    Key key;
    std::uint32_t generation = 0;
    std::uint32_t clock = 0;
  };
  struct Started {
    std::uint32_t generation = 0;
    Tid tid = 0;
  };

  Thread& start(GoroutineId id);
  VectorClock& clock_of(const Key& key);
  VectorClock* find(const Key& key);
  VectorClock& clock_of(const Object* object, std::uint64_t part = 0);
  void grow();
  void tick(Tid tid);
  void acquire(Tid tid, const VectorClock& from) { threads_[tid].clock.join(from); }
  void release_into(Tid tid, VectorClock& into);
  void publish_into(Tid tid, VectorClock& into);
  void exchange(Tid tid, VectorClock& slot);
  void on_channel_step(const Transition& step, const Configuration& before);
  void on_lock_step(const Transition& step, const Operation& op, Tid tid);
  void wake(const Transition& step, const Configuration& before, Tid tid);
  void hold(Tid tid, const Object* object);
  void let_go(Tid tid, const Object* object);

  std::deque<Thread> threads_;               // The first count_ are in use.
  std::size_t count_ = 0;
  std::vector<Started> tids_;                // By GoroutineId.
  std::vector<Entry> table_ = std::vector<Entry>(1024);
  std::size_t used_ = 0;
  std::deque<VectorClock> clocks_;           // The first clocks_used_ are in use.
  std::size_t clocks_used_ = 0;
  VectorClock scratch_;
  VectorClock before_exchange_;              // Of the Atomic whose compare-and-exchange is under way.
  std::uint32_t generation_ = 0;
  std::uint32_t steps_ = 0;
  bool has_history_ = false;
};

}  // namespace gocheck::checker::race
