#pragma once

#include <shared_mutex>   // std::shared_lock, for users.

#include <gocheck/detail/object.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// A lock for many readers or one writer, Go's sync.RWMutex. Models SharedLockable:
/// std::shared_lock (readers) and std::unique_lock (writer) work.
///
/// A waiting writer blocks new readers, so a goroutine that locks shared twice can deadlock with
/// a writer that comes between. Any goroutine may unlock.
/// Order: as Mutex; a shared unlock happens before the next exclusive lock.
class RWMutex : private detail::Object {
 public:
  explicit RWMutex(const char* mutex_name = "", Location where = Location::current());

  // Scheduling point: each of these.  Errors: as Mutex::unlock(), with the text
  // `sync: Unlock of unlocked RWMutex` or `sync: RUnlock of unlocked RWMutex`.
  void lock(Location where = Location::current());
  [[nodiscard]] bool try_lock(Location where = Location::current());
  void unlock(Location where = Location::current());
  void lock_shared(Location where = Location::current());
  [[nodiscard]] bool try_lock_shared(Location where = Location::current());
  void unlock_shared(Location where = Location::current());
};

}  // namespace gocheck
