#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gocheck::checker::shared {

/// Mutual exclusion of worker processes, for short.
class Lock {
 public:
  void lock() noexcept;
  void unlock() noexcept { is_locked_.store(0, std::memory_order_release); }

 private:
  std::atomic<std::uint32_t> is_locked_{0};
};

/// While one lives, no other worker process uses what is shared, and what this one allocates is in
/// memory that all of them have, at the same address (worker/team.hpp). What was allocated in a scope
/// must be freed and must grow in a scope. A worker that dies in one takes its team with it.
///
/// Requires: not nested; nothing of the program runs meanwhile.
/// Cost: two atomic operations when nobody else is in one.
class Scope {
 public:
  Scope() noexcept;
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
};

/// All that is shared, as it lies there: what has ever been allocated, whether or not it is free again.
/// Its pointers hold in every process that runs the same program.
[[nodiscard]] std::span<const std::byte> contents() noexcept;
/// Makes it be what contents() was. Requires: nobody else is there to use it.
void replace(std::span<const std::byte> contents) noexcept;

/// 1, 2, 3... to whichever worker asks.
class Numbers {
 public:
  Numbers() {
    const Scope scope;
    last_ = new std::atomic<std::uint64_t>(0);
  }
  std::uint64_t next() { return last_->fetch_add(1, std::memory_order_relaxed) + 1; }
  [[nodiscard]] std::uint64_t last() const { return last_->load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t>* last_;   // For as long as the process.
};

}  // namespace gocheck::checker::shared
