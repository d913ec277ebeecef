#pragma once

#include <cstdint>

namespace gocheck::checker {

/// The finaliser of SplitMix64 [SLF14]: spreads the bits of small numbers; its step from one state to the next.
[[nodiscard]] constexpr std::uint64_t scrambled(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}
inline constexpr std::uint64_t kSplitMixStep = 0x9E3779B97F4A7C15ULL;

/// `hash` with `value` mixed in; the order of values matters.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + kSplitMixStep + (hash << 6) + (hash >> 2);
  hash *= 0xFF51AFD7ED558CCDULL;
  return hash ^ (hash >> 32);
}

}  // namespace gocheck::checker
