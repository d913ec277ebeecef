#pragma once

#include <vector>

#include "strategy/sleep_set.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Depth-first search with sleep sets [God96]: every trace is completed exactly once; prefixes whose
/// every continuation was seen elsewhere are abandoned (redundant).
///
/// Keeps the current path only. A node's sleep set is fixed when the node is made; the
/// transitions already explored there join it for the children to come.
class SleepSetDfs : public Strategy {
 public:
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override {}

 private:
  struct Node {
    std::size_t begin;      // In items_: first the sleeping and explored transitions, ...
    std::size_t chosen;     // ... then the one being explored, ...
    std::size_t end;        // ... then those to come.
  };

  void fall_asleep(const Configuration& configuration, const Node& node);

  std::vector<Node> path_;
  std::vector<Transition> items_;      // The nodes' transitions, one node after the other.
  SleepSet sleeping_;                  // Of the configuration to be chosen from next.
  std::size_t depth_ = 0;
  bool is_first_ = true;
};

}  // namespace gocheck::checker
