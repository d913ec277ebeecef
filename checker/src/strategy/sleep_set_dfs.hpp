#pragma once

#include <cstddef>

#include "strategy/depth_first.hpp"
#include "strategy/sleep_set.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Depth-first search with sleep sets [God96]: every trace is completed exactly once; prefixes whose
/// every continuation was seen elsewhere are abandoned (redundant).
///
/// Keeps the current path only. A node's sleep set is fixed when the node is made; the transitions in front of a
/// child join it for that child, whoever explores them, and when: several workers abandon the same prefixes as one.
class SleepSetDfs : public Strategy {
 public:
  [[nodiscard]] bool begin_execution() override;
  void take_back() override { search_.take_back(); }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override {}
  void put_back() override { search_.put_back(); }
  [[nodiscard]] bool is_waiting() const override;
  [[nodiscard]] bool is_prefix_known() const override { return !search_.is_taken(); }

 private:
  struct Node {
    std::size_t begin;      // In the items: first the sleeping and explored transitions, ...
    std::size_t chosen;     // ... then the one being explored, ...
    std::size_t end;        // ... then those to come.
  };

  void fall_asleep(const Configuration& configuration, const Node& node);

  DepthFirst<Node> search_;
  SleepSet sleeping_;                  // Of the configuration to be chosen from next.
  std::size_t depth_ = 0;
};

}  // namespace gocheck::checker
