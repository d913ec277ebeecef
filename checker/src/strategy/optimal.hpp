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
///
/// The tree is shared: after a fork the copies of this object go on with one search (worker/team.hpp), and
/// only the last one may be destroyed.
class Optimal final : public Strategy {
 public:
  Optimal();
  ~Optimal() override;
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Trace* trace() override { return &trace_; }
  [[nodiscard]] bool is_prefix_known() const override { return false; }   // It follows from other executions.
  [[nodiscard]] bool is_waiting() const override;

 private:
  /// What the workers of a search have in common. To be used in a shared::Scope.
  struct Search {
    WakeupTree tree;
    std::vector<WakeupNode*> pending{tree.root()};
    std::size_t under_way = 0;        // Leaves that somebody executes.
  };

  void insert(Prefix& prefix, const Alternative& alternative);
  void make_nodes(std::size_t depth);

  Trace trace_;
  Reversals reversals_;
  Search* const search_;
  WakeupNode* leaf_ = nullptr;        // Whose execution this is.
  std::vector<WakeupNode*> path_;     // path_[d]: the node after d steps; null beyond what is in the tree.
  std::vector<Footprint> sequence_;
  std::size_t depth_ = 0;
};

}  // namespace gocheck::checker
