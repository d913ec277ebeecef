#pragma once

#include <vector>

#include "isolation/shared.hpp"
#include "strategy/random_stream.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Probabilistic concurrency testing [BKMN10] over goroutines: random priorities, and d - 1 random
/// points at which the goroutine that has just moved falls below all others. A bug of depth d, one
/// that shows itself as soon as d steps come in a certain order, is met by each execution with
/// probability at least 1/(n k^(d-1)), n goroutines and k steps.
///
/// What the paper leaves open, for it has neither rendezvous nor select:
/// * A rendezvous is a step of both partners, with the lower of their priorities, and counts as two
///   of the k steps: so a low goroutine moves, or is moved, only when nothing else can, which is
///   what the proof needs. Of several partners the one with the highest priority is met.
/// * A timer is a goroutine of its own: its priority says whether it fires early or late.
/// * Several ready cases of a select, and values of choose(), are drawn uniformly. They are no
///   matter of priorities: the bound speaks of executions in which they fall out as the bug needs.
/// * k and n are measured: the largest so far, of all workers. The bound holds for the executions that were drawn
///   since k last grew, supposing that there is no longer one.
/// * Priorities are unfair: a goroutine that polls can starve the others for ever. An execution that
///   is longer than kUnfairStepsMax goes on as a uniform random walk; it is no part of the bound.
///
/// The n-th execution depends on the seed, n, and k when it is drawn. Only the last worker may be destroyed.
class Pct : public Strategy {
 public:
  static constexpr std::uint64_t kUnfairStepsMax = 10'000;

  /// Requires: depth >= 1.
  Pct(std::uint64_t seed, std::uint64_t depth);
  ~Pct() override;
  [[nodiscard]] bool begin_execution() override;
  [[nodiscard]] bool lets_polls_go_on() const override { return true; }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override { return nullptr; }
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override;
  [[nodiscard]] Purpose purpose() const override { return Purpose::kSample; }
  void add_standing(Standing& standing) const override;

 private:
  struct Candidate {
    Transition transition;
    std::uint64_t partner;  // Priority of who is not the lowest.
  };

  /// By all workers. To be used in a shared::Scope.
  struct Measured {
    std::uint64_t steps_max = 0;
    std::uint64_t goroutines_max = 0;
    std::uint64_t covered = 0;  // Executions since steps_max grew.
    bool has_draws = false;
    bool was_unfair = false;
  };

  void meet(GoroutineId id);
  void moved(GoroutineId id);
  [[nodiscard]] std::uint64_t priority(GoroutineId id) const { return priorities_[id]; }
  void gather_lowest_of_best(std::span<const Transition> enabled);
  void drop_lesser_partners();

  const std::uint64_t seed_;
  const std::uint64_t depth_;
  shared::Numbers numbers_;
  Measured* measured_ = nullptr;
  RandomStream random_{0, 0};
  std::vector<std::uint64_t> changes_;  // [i]: the step after which somebody falls to i + 1.
  std::vector<std::uint64_t> priorities_;  // By goroutine; 0: not met in this execution.
  std::vector<GoroutineId> met_;
  std::vector<Candidate> candidates_;
  std::uint64_t steps_ = 0;  // In this execution.
  std::uint64_t steps_max_ = 0;  // k, as this execution was drawn.
  bool has_draws_ = false;       // In this execution.
};

}  // namespace gocheck::checker
