#pragma once

#include <cstddef>
#include <cstdint>

#include <gocheck/detail/operation.hpp>
#include <gocheck/location.hpp>

#include "../context_switch.hpp"

namespace gocheck::detail::production {

/// A mapped stack, with an inaccessible page below it while the kernel allows that many mappings.
struct Stack {
  void* base = nullptr;      // Of the usable part.
  std::size_t size = 0;
};
/// Errors: ends the process when there is no address space left.
Stack map_stack(std::size_t size);

/// A goroutine of the production scheduler. Reused, with its stack, for later ones.
struct Goroutine {
  ExecutionContext context;
  Stack stack;
  Entry entry{};
  std::uint64_t id = 0;
  const char* name = "";
  Location made;
  std::uint64_t creator = 0;

  // Why and where it is parked, for dumps.
  const char* reason = "runnable";
  Location where;

  Goroutine* next = nullptr;              // In the run queue or the free list.
  Goroutine* live_previous = nullptr;     // Among all that live.
  Goroutine* live_next = nullptr;
};

}  // namespace gocheck::detail::production
