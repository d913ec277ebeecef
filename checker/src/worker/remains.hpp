#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "isolation/pages.hpp"

namespace gocheck::checker {

/// What the parent can still read when the worker has died: the end of the request's file, in memory that both have
/// (docs/worker-protocol.md).
struct Remains {
  static constexpr std::size_t kSlotBytes = std::size_t{256} << 20;   // Pages come when touched.

  std::atomic<std::uint64_t> executions;   // Begun, of any kind: where the search was.
  std::atomic<std::uint64_t> savepoint;    // Twice its size, plus its slot (worker/savepoint.hpp); 0: there is none.
  std::atomic<std::uint64_t> killed;       // How many of its own processes were, while it lived.
  alignas(pages::kSize) std::byte slots[2][kSlotBytes];
};

/// Zeroed; memory that nobody else sees when the request is no such file.
Remains& map_remains();

}  // namespace gocheck::checker
