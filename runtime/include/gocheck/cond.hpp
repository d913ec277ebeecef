#pragma once

#include <gocheck/detail/object.hpp>
#include <gocheck/location.hpp>
#include <gocheck/mutex.hpp>

namespace gocheck {

/// A place where goroutines wait for an announcement, Go's sync.Cond.
///
/// Goroutines are woken in the order in which they began to wait. No spurious wake-ups; but the
/// state may have changed again before the mutex is re-acquired, so test it in a loop.
/// Order: a signal() or broadcast() happens before the return of a wait() that it wakes.
class Cond : private detail::Object {
 public:
  /// Requires: `locker` outlives the condition.
  explicit Cond(Mutex& locker, const char* cond_name = "", Location where = Location::current());

  /// Unlocks the mutex, waits to be woken, locks it again; nothing comes between the unlock and
  /// the wait. Scheduling point: yes.  Errors: as Mutex::unlock() when it is not locked.
  void wait(Location where = Location::current());
  /// Waits until `ready()` holds; it is called with the mutex locked.
  template <typename Predicate>
  void wait_until(Predicate ready, Location where = Location::current()) {
    while (!ready()) wait(where);
  }
  /// Wakes the goroutine that has waited longest, if any. Scheduling point: yes.
  void signal(Location where = Location::current());
  /// Wakes all. Scheduling point: yes.
  void broadcast(Location where = Location::current());

 private:
  Mutex& mutex_;
};

}  // namespace gocheck
