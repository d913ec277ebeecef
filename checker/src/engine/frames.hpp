#pragma once

#include <cstdint>
#include <vector>

namespace gocheck::checker {

/// Return addresses, innermost first, from the caller's frame up, by frame pointers. Stops where the
/// chain leaves [low, high), the stack, or does not look like one: code may be compiled without.
std::vector<std::uintptr_t> frames_of_caller(std::uintptr_t low, std::uintptr_t high);

}  // namespace gocheck::checker
