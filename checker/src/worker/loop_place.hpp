#pragma once

#include <cstdint>
#include <vector>

#include "engine/world.hpp"

namespace gocheck::checker {

/// Where an execution seems to go round in a loop.
struct LoopPlace {
  const Step* step = nullptr;   // One that was taken there; null: nowhere.
  std::uint64_t times = 0;      // How many were.
};

/// The line and goroutine of which there are the most steps. Complexity: O(n log n).
[[nodiscard]] LoopPlace busiest_place(const std::vector<Step>& steps);

}  // namespace gocheck::checker
