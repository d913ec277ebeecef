#pragma once

#include <vector>

#include "order/reversals.hpp"
#include "order/trace.hpp"
#include "strategy/strategy.hpp"
#include "strategy/wakeup_tree.hpp"
#include "strategy/work_pool.hpp"

namespace gocheck::checker {

/// Optimal dynamic partial order reduction over joint transitions: every trace exactly once, no
/// redundant execution (docs/algorithms.md).
///
/// Each execution follows one leaf of the wakeup tree and goes on with the first enabled transition;
/// the reversals of what came of it are inserted as new leaves. The leaf made last is executed first,
/// which keeps the tree small.
///
/// The tree is shared: after a fork the copies of this object go on with one search (worker/team.hpp), and
/// only the last one may be destroyed. A worker executes the leaves that it has made, so that it finds their nodes in its
/// own cache; when another one comes in vain, it gives away the earlier half of them.
class Optimal final : public Strategy {
 public:
  Optimal();
  [[nodiscard]] bool begin_execution() override;
  void take_back() override { leaves_.push_back(leaf_); }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Trace* trace() override { return &trace_; }
  [[nodiscard]] bool is_prefix_known() const override { return false; }   // It follows from other executions.
  [[nodiscard]] bool is_waiting() const override;
  void put_back() override;

 private:
  /// A sequence to be inserted below `node`, where the execution has taken `depth` steps.
  struct Insertion {
    WakeupNode* node;                      // Null: not in the tree yet.
    std::size_t depth;
    std::size_t steps_end;                 // In steps_; it begins where the one before ends.
  };
  struct KeptStep {
    Transition transition;
    std::size_t accesses_end;              // In accesses_, likewise.
  };

  [[nodiscard]] bool take();
  void give(std::size_t count);
  void look_up(Prefix& prefix, const Alternative& alternative);
  void insert_kept();
  void make_nodes(std::size_t depth);

  Trace trace_;
  Reversals reversals_;
  WakeupTree tree_;
  WorkPool<WakeupNode> pool_;         // Leaves.
  std::vector<WakeupNode*> leaves_;   // This worker's; the last comes first.
  WakeupNode* leaf_ = nullptr;        // Whose execution this is.
  std::vector<WakeupNode*> path_;     // path_[d]: the node after d steps; null beyond what is in the tree.
  std::size_t depth_ = 0;
  std::vector<Footprint> sequence_;   // Scratch.
  // What the execution adds to the tree, with its accesses.
  std::vector<Insertion> insertions_;
  std::vector<KeptStep> steps_;
  std::vector<Access> accesses_;
};

}  // namespace gocheck::checker
