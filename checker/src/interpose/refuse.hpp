#pragma once

namespace gocheck::checker {

class World;

/// The world, when it is the program's code under check that calls; null otherwise.
[[nodiscard]] World* world_of_program();

/// Ends the running goroutine with a finding (GC014) at `caller`, the return address of what calls.
[[noreturn]] void refuse(World& world, const char* what, const void* caller);

}  // namespace gocheck::checker

/// For a function that is not under control: what it is, and what to use instead.
#define GOCHECK_REFUSE(text)                                                                              \
  if (auto* const world = gocheck::checker::world_of_program(); world != nullptr) {                       \
    gocheck::checker::refuse(*world, text, __builtin_return_address(0));                                  \
  }
