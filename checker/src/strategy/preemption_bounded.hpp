#pragma once

#include <cstdint>
#include <atomic>
#include <vector>

#include "strategy/depth_first.hpp"
#include "strategy/preemption.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Iterative preemption bounding [MQ07]: all interleavings without a preemption, then those with at
/// most one, and so on up to a bound. What is found first has the fewest preemptions that it can
/// have.
///
/// One pass for each bound, depth first without reduction: sleep sets would drop interleavings for
/// others that need more preemptions. A pass runs the interleavings of the passes before again, as
/// Purpose::kRepeated; keeping a queue of the prefixes to be continued instead would take memory
/// without limit. A pass that has left nothing out was the whole search. Workers begin a pass when all of the one
/// before is done; only the last one may be destroyed.
class PreemptionBounded : public Strategy {
 public:
  explicit PreemptionBounded(std::uint64_t bound_max);
  ~PreemptionBounded() override;
  [[nodiscard]] bool begin_execution() override;
  void take_back() override { search_.take_back(); }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  void put_back() override { search_.put_back(); }
  [[nodiscard]] bool is_waiting() const override;
  [[nodiscard]] bool is_prefix_known() const override { return !search_.is_taken(); }
  [[nodiscard]] Purpose purpose() const override {
    return used_ < bound_ ? Purpose::kRepeated : Purpose::kSearch;
  }
  void add_standing(Standing& standing) const override;

 private:
  struct Node {
    std::size_t chosen;  // In the items.
    std::size_t end;
    std::size_t free_end;  // Items from here on are preemptions.
    std::uint64_t used;    // Preemptions before.
    Processor processor;   // Before.
  };

  /// Of all workers. To be changed in a shared::Scope, but for the atomics.
  struct Passes {
    std::uint64_t bound = 0;                     // Of this pass.
    std::vector<std::uint64_t> executions;       // Of those before, by preemptions.
    std::atomic<std::uint64_t> in_this{0};       // Executions with `bound` preemptions.
    std::atomic<bool> has_left_out{false};       // In this pass.
    bool is_over = false;                        // All of them.

    [[nodiscard]] std::uint64_t executions_with(std::uint64_t preemptions) const {
      return preemptions < executions.size() ? executions[preemptions] : in_this.load();
    }
  };

  [[nodiscard]] bool begin_pass();
  void enter(const Node& node);

  const std::uint64_t bound_max_;
  Passes* passes_ = nullptr;
  std::uint64_t bound_ = 0;  // Of this pass, which goes on as long as this worker is under way.
  std::uint64_t used_ = 0;   // Preemptions so far in this execution.
  Processor processor_;
  DepthFirst<Node> search_;  // Of this pass.
  std::size_t depth_ = 0;
};

}  // namespace gocheck::checker
