#pragma once

#include <vector>

#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Depth-first search without any reduction: every interleaving, every choice. The yardstick of the
/// other strategies.
class PlainDfs : public Strategy {
 public:
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override {}

 private:
  struct Node {
    std::size_t chosen;   // In items_.
    std::size_t end;
  };

  std::vector<Node> path_;
  std::vector<Transition> items_;   // What was enabled at the nodes, one node after the other.
  std::size_t depth_ = 0;
  bool is_first_ = true;
};

}  // namespace gocheck::checker
