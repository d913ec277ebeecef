#pragma once

#include <sched.h>

#include <atomic>
#include <cstdint>

namespace gocheck::detail::production {

/// For critical sections of a few instructions. Yields its thread's time slice when the holder
/// seems to have lost its processor.
inline void spin_lock(std::atomic<std::uint32_t>& lock) {
  for (int spins = 0; lock.exchange(1, std::memory_order_acquire) != 0; ++spins) {
    if (spins < 100) {
      __builtin_ia32_pause();
    } else {
      ::sched_yield();
    }
  }
}

/// The last access to the lock: its object may be gone when this returns.
inline void spin_unlock(std::atomic<std::uint32_t>& lock) {
  lock.store(0, std::memory_order_release);
}

class SpinGuard {
 public:
  explicit SpinGuard(std::atomic<std::uint32_t>& lock) : lock_(lock) { spin_lock(lock_); }
  ~SpinGuard() { spin_unlock(lock_); }
  SpinGuard(const SpinGuard&) = delete;
  SpinGuard& operator=(const SpinGuard&) = delete;

 private:
  std::atomic<std::uint32_t>& lock_;
};

}  // namespace gocheck::detail::production
