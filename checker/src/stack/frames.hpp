#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "machine/configuration.hpp"

namespace gocheck::checker {

/// The stack that some code runs on.
struct StackBounds {
  const std::byte* begin = nullptr;
  const std::byte* end = nullptr;
};
[[nodiscard]] inline StackBounds stack_of(const Goroutine& g) {
  const auto* begin = static_cast<const std::byte*>(g.context.stack_base);
  return {begin, begin + g.context.stack_size};
}

/// Whether a frame's two words can be read at `at`.
[[nodiscard]] inline bool has_room_for_frame(const StackBounds& stack, std::uintptr_t at) {
  const auto low = reinterpret_cast<std::uintptr_t>(stack.begin);
  const auto high = reinterpret_cast<std::uintptr_t>(stack.end);
  return at >= low && at + 16 <= high && at % 8 == 0;
}

/// Calls visit(return address) for each frame from `frame` up, by frame pointers, until it is false. Stops where
/// the chain leaves the stack or does not look like one: code may be compiled without.
template <typename Visit>
void follow_frames(std::uintptr_t frame, const StackBounds& stack, const Visit& visit) {
  while (has_room_for_frame(stack, frame)) {
    const auto* words = reinterpret_cast<const std::uintptr_t*>(frame);
    if (words[1] == 0 || !visit(words[1]) || words[0] <= frame) return;
    frame = words[0];
  }
}

/// What our own code has left on the program's stack depends on more than the goroutine, and frames to come would show
/// it where they leave a word as it is.
void clear_stack_below();

/// Return addresses, innermost first, from the frame up.
std::vector<std::uintptr_t> frames_from(std::uintptr_t frame, const StackBounds& stack);
/// The same from the caller's frame.
std::vector<std::uintptr_t> frames_of_caller(const StackBounds& stack);

}  // namespace gocheck::checker
