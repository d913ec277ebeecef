#pragma once

#include <cstddef>

#include "strategy/depth_first.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Depth-first search without any reduction: every interleaving, every choice. The yardstick of the
/// other strategies.
class PlainDfs : public Strategy {
 public:
  [[nodiscard]] bool begin_execution() override;
  void take_back() override { search_.take_back(); }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override {}

 private:
  struct Node {
    std::size_t chosen;   // In the items: what was enabled.
    std::size_t end;
  };

  DepthFirst<Node> search_;
  std::size_t depth_ = 0;
};

}  // namespace gocheck::checker
