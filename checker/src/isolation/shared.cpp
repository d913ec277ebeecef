#include "isolation/shared.hpp"

#include <cstring>

#include <sched.h>

#include "isolation/heap.hpp"

namespace gocheck::checker::shared {
namespace {

// It is held for less than a turn of the kernel's scheduler: who waits longer waits for somebody that
// is not running.
constexpr int kSpins = 200;

}  // namespace

void Lock::lock() noexcept {
  for (int spins = 0; is_locked_.exchange(1, std::memory_order_acquire) != 0; ++spins) {
    if (spins < kSpins) {
      __builtin_ia32_pause();
    } else {
      sched_yield();
    }
  }
}

Scope::Scope() noexcept {
  if (!heap::active()) return;   // Tests of single parts.
  heap::shared().lock.lock();
  heap::use_shared();
}

Scope::~Scope() {
  if (!heap::active()) return;
  heap::use_checker();
  heap::shared().lock.unlock();
}

std::span<const std::byte> contents() noexcept {
  if (!heap::active()) return {};
  const auto* begin = reinterpret_cast<const std::byte*>(&heap::shared());
  return {begin, heap::shared().arena.top()};
}

void replace(std::span<const std::byte> contents) noexcept {
  std::memcpy(static_cast<void*>(&heap::shared()), contents.data(), contents.size());
}

}  // namespace gocheck::checker::shared
