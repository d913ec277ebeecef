#include "stack/frames.hpp"

#include <array>
#include <cstring>

#include "stack/backtrace.hpp"

namespace gocheck::checker {

std::vector<std::uintptr_t> frames_from(std::uintptr_t frame, const StackBounds& stack) {
  std::vector<std::uintptr_t> pcs;
  follow_frames(frame, stack, [&](std::uintptr_t pc) {
    pcs.push_back(pc);
    return pcs.size() < Backtrace::kFramesMax;
  });
  return pcs;
}

std::vector<std::uintptr_t> frames_of_caller(const StackBounds& stack) {
  return frames_from(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)), stack);
}

[[gnu::noinline]] void clear_stack_below() {
  std::array<std::byte, 1024> left;
  std::memset(left.data(), 0, left.size());
  asm volatile("" : : "r"(left.data()) : "memory");   // It is not for nothing.
}

}  // namespace gocheck::checker
