#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gocheck::checker {

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
