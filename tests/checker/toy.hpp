#pragma once

#include <vector>

#include <catch2/catch.hpp>

#include "strategy/strategy.hpp"

/// Goroutines 1 to n that are never blocked; the i-th takes length[i - 1] steps. For strategies to
/// which only matters what is enabled.
namespace toy {

using Order = std::vector<gocheck::checker::GoroutineId>;

/// The execution that the strategy has begun.
inline Order finish(gocheck::checker::Strategy& strategy, std::vector<int> length) {
  using namespace gocheck::checker;
  Order order;
  const Configuration nothing;
  for (;;) {
    std::vector<Transition> enabled;
    for (std::size_t i = 0; i < length.size(); ++i)
      if (length[i] > 0)
        enabled.push_back({.goroutine = static_cast<GoroutineId>(i + 1), .kind = StepKind::kStore});
    if (enabled.empty()) break;
    const Transition* next = strategy.prescribed(nothing);
    const std::optional<Transition> chosen =
        next != nullptr ? *next : strategy.choose(nothing, enabled);
    REQUIRE(chosen.has_value());
    order.push_back(chosen->goroutine);
    --length[chosen->goroutine - 1];
  }
  strategy.end_execution();
  return order;
}

}  // namespace toy
