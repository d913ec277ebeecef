#pragma once

#include "isolation/shared.hpp"
#include "strategy/random_stream.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// Uniform random walk: every enabled transition is equally likely to be next, at every step.
///
/// Everything that is open is one draw: which goroutine, which select case, which partner of a
/// rendezvous, the value of choose(), and whether the earliest timer fires now. A goroutine with
/// many ways to go on is therefore more likely to be next than one with a single way. Never ends.
/// The n-th execution depends on the seed and n alone. Workers of a search share the numbers.
class RandomWalk : public Strategy {
 public:
  explicit RandomWalk(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] bool begin_execution() override {
    random_ = RandomStream(seed_, numbers_.next());
    return true;
  }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override { return nullptr; }
  [[nodiscard]] std::optional<Transition> choose(const Configuration&,
                                                 std::span<const Transition> enabled) override {
    return enabled[random_.below(enabled.size())];
  }
  void end_execution() override {}
  [[nodiscard]] bool lets_polls_go_on() const override { return true; }
  [[nodiscard]] Purpose purpose() const override { return Purpose::kSample; }

 private:
  const std::uint64_t seed_;
  shared::Numbers numbers_;
  RandomStream random_{0, 0};
};

}  // namespace gocheck::checker
