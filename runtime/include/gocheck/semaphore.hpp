#pragma once

#include <cstdint>

#include <gocheck/chan.hpp>
#include <gocheck/location.hpp>
#include <gocheck/mutex.hpp>

namespace gocheck {

/// A weighted semaphore, x/sync/semaphore. First come, first served: a large request is not
/// overtaken by small ones. Built from a Mutex and channels, whose operations it shows.
class Semaphore {
 public:
  explicit Semaphore(std::int64_t size, const char* name = "",
                     Location where = Location::current());
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  /// Blocks until `k` units are free and takes them; for ever when k exceeds the size.
  void acquire(std::int64_t k = 1, Location where = Location::current());
  /// Takes `k` units if they are free and nobody waits for some.
  [[nodiscard]] bool try_acquire(std::int64_t k = 1, Location where = Location::current());
  /// Panics: more is released than held.
  void release(std::int64_t k = 1, Location where = Location::current());

 private:
  struct Waiter {
    std::int64_t wanted;
    Chan<Unit> ready;
    Waiter* next;
  };
  /// Takes the waiters that can go on out of the queue. Requires: mutex_ is locked.
  Waiter* admit();

  Mutex mutex_;
  std::int64_t size_;
  std::int64_t held_ = 0;
  Waiter* first_ = nullptr;   // On the stacks of the goroutines that wait.
  Waiter** last_ = &first_;
};

}  // namespace gocheck
