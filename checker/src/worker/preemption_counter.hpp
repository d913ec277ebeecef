#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/world.hpp"
#include "strategy/preemption.hpp"

namespace gocheck::checker {

/// Counts the preemptions of an execution, step by step.
class PreemptionCounter final : public Observer {
 public:
  void goroutine(GoroutineId, GoroutineId, const Operation&) override {}
  void object(const Object&) override {}
  void arrived(GoroutineId) override {}
  void step(const Step& step, const Configuration&, std::span<const Transition> enabled) override {
    const Transition& t = step.transition;
    if (t.kind != StepKind::kGo) {
      if (processor_.is_wanted(enabled) && !processor_.has(t)) ++count_;
      processor_.move(t);
    }
    counts_.push_back(count_);
  }
  void after_step(const Step&) override {}
  void found(const FindingFact&) override {}
  /// In the first so many steps.
  [[nodiscard]] std::uint64_t count_in(std::size_t steps) const {
    return steps == 0 ? 0 : counts_[std::min(steps, counts_.size()) - 1];
  }

 private:
  Processor processor_;
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t> counts_;
};

}  // namespace gocheck::checker
