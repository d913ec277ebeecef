#pragma once

#include <mutex>   // std::scoped_lock, for users.

#include <gocheck/detail/object.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// Mutual exclusion, Go's sync.Mutex. Models Lockable: std::scoped_lock and std::unique_lock work.
///
/// Not recursive, not owned: any goroutine may unlock. Not FIFO: a goroutine may take a freed mutex
/// before one that waits.
/// Order: unlock n happens before the return of lock m, for n < m; a failed try_lock orders nothing.
class Mutex : private detail::Object {
 public:
  explicit Mutex(const char* mutex_name = "", Location where = Location::current());

  /// Scheduling point: yes.
  void lock(Location where = Location::current());
  /// Returns whether it locked. Scheduling point: yes.
  [[nodiscard]] bool try_lock(Location where = Location::current());
  /// Scheduling point: yes.  Errors: unlocking a mutex that is not locked ends the program with
  /// `fatal error: sync: unlock of unlocked mutex`.
  void unlock(Location where = Location::current());

 private:
  friend class Cond;
};

}  // namespace gocheck
