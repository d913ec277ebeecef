#pragma once

#include <vector>

#include "order/reversals.hpp"
#include "order/trace.hpp"
#include "strategy/strategy.hpp"
#include "strategy/wakeup_tree.hpp"

namespace gocheck::checker {

/// Optimal dynamic partial order reduction over joint transitions: every trace exactly once, no
/// redundant execution (docs/algorithms.md).
///
/// Each execution follows one leaf of the wakeup tree and goes on with the first enabled transition;
/// the reversals of what came of it are inserted as new leaves. The leaf made last is executed first,
/// which keeps the tree small.
class Optimal final : public Strategy {
 public:
  Optimal();
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Trace* trace() override { return &trace_; }

 private:
  void insert(Prefix& prefix, const Alternative& alternative);
  WakeupNode* node_at(std::size_t depth);

  Trace trace_;
  Reversals reversals_;
  WakeupTree tree_;
  std::vector<WakeupNode*> pending_;
  WakeupNode* leaf_ = nullptr;        // Whose execution this is.
  std::vector<WakeupNode*> path_;     // path_[d]: the node after d steps; null beyond what is in the tree.
  std::vector<Footprint> sequence_;
  std::size_t depth_ = 0;
};

}  // namespace gocheck::checker
