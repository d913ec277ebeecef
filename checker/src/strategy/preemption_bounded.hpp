#pragma once

#include <cstdint>
#include <vector>

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
/// without limit. A pass that has left nothing out was the whole search.
class PreemptionBounded : public Strategy {
 public:
  explicit PreemptionBounded(std::uint64_t bound_max) : bound_max_(bound_max) {}
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override;
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Purpose purpose() const override {
    return used_ < bound_ ? Purpose::kRepeated : Purpose::kSearch;
  }
  void add_standing(Standing& standing) const override;

 private:
  struct Node {
    std::size_t chosen;  // In items_.
    std::size_t end;
    std::size_t free_end;  // Items from here on are preemptions.
    std::uint64_t used;    // Preemptions before.
    Processor processor;   // Before.
  };

  void enter(const Node& node);

  const std::uint64_t bound_max_;
  std::uint64_t bound_ = 0;  // Of this pass.
  std::uint64_t used_ = 0;   // Preemptions so far in this execution.
  Processor processor_;
  std::vector<Node> path_;
  std::vector<Transition> items_;  // What was open at the nodes, one node after the other.
  std::size_t depth_ = 0;
  bool is_first_ = true;       // Of the pass.
  bool has_left_out_ = false;  // In this pass.
  bool is_over_ = false;
  std::vector<std::uint64_t> executions_{0};  // By preemptions.
};

}  // namespace gocheck::checker
