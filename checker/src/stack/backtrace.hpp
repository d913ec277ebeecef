#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gocheck::checker {

/// Where the caller's caller's part of the stack begins, with all of its registers that a call preserves: what
/// decides, together with memory, how it goes on. To be called first in a function with a frame pointer.
[[gnu::always_inline]] inline const std::byte* caller_state() {
  __builtin_unwind_init();   // Saves rbx and r12 to r15 below the frame's address, where rbp lies.
  return static_cast<const std::byte*>(__builtin_frame_address(0)) - 5 * sizeof(void*);
}

/// The frame of the function that has called caller_state().
inline std::uintptr_t frame_of(const std::byte* state) {
  return reinterpret_cast<std::uintptr_t>(state) + 5 * sizeof(void*);
}

/// Where a goroutine was when something stopped it: return addresses, innermost first. The first is
/// one past the address of the instruction itself, so all of them mean "just before here".
struct Backtrace {
  static constexpr std::size_t kFramesMax = 32;
  std::array<std::uintptr_t, kFramesMax> pcs{};
  std::size_t size = 0;

  [[nodiscard]] std::span<const std::uintptr_t> frames() const { return {pcs.data(), size}; }
  void push(std::uintptr_t pc) noexcept {
    if (size < kFramesMax) pcs[size++] = pc;
  }
};

}  // namespace gocheck::checker
