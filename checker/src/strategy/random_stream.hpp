#pragma once

#include <cstdint>

#include "machine/hash.hpp"

namespace gocheck::checker {

/// Random numbers from SplitMix64 [SLF14]: the same ones everywhere for the same seed and number of
/// the stream. Every execution of a sampling strategy has a stream of its own, so that what it
/// draws does not depend on how much earlier executions drew.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t number) : state_(scrambled(seed) + number) {
    // Neighbouring states give the same numbers, one later: they are taken far apart.
    state_ = scrambled(state_);
  }

  [[nodiscard]] std::uint64_t next() {
    state_ += kSplitMixStep;
    return scrambled(state_);
  }

  /// Uniform in [0, n). Requires: n > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t n) {
    // The last, incomplete run of n values is drawn again: no value is more likely than another.
    const std::uint64_t surplus = (0 - n) % n;
    std::uint64_t value = next();
    while (value < surplus) value = next();
    return value % n;
  }

 private:
  std::uint64_t state_;
};

}  // namespace gocheck::checker
