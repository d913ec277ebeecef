#pragma once

#include <vector>

#include "isolation/shared.hpp"
#include "strategy/estimate.hpp"
#include "strategy/random_stream.hpp"
#include "strategy/sleep_set.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Guesses the number of equivalence classes by random descents into the tree of the depth-first
/// search with sleep sets [Knu75].
///
/// A descent takes one of a node's children, each with the same probability, with the sleep set
/// that the search would give it: the siblings in front count as explored. It arrives at a leaf
/// with probability 1/w, w the product of the numbers of children on the way. Counting w for a
/// complete execution and 0 for a redundant one, the mean is the number of complete executions, one
/// for each class: what `dfs` and `optimal` have to make.
class TreeProbe : public Strategy {
 public:
  explicit TreeProbe(std::uint64_t seed);
  [[nodiscard]] bool begin_execution() override;
  void take_back() override { is_taken_back_ = true; }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override { return nullptr; }
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Purpose purpose() const override { return Purpose::kProbe; }
  /// From the probes of all workers. To be looked at in a shared::Scope.
  [[nodiscard]] const Estimate& estimate() const { return *estimate_; }

 private:
  const std::uint64_t seed_;
  shared::Numbers numbers_;
  std::uint64_t number_ = 0;   // Of the execution.
  bool is_taken_back_ = false;
  RandomStream random_{0, 0};
  double weight_ = 1;
  SleepSet sleeping_;
  std::vector<Transition> before_;  // What sleeps or was explored at the node.
  std::vector<Transition> children_;
  Estimate* estimate_;
};

}  // namespace gocheck::checker
