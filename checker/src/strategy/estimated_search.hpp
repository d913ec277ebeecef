#pragma once

#include <atomic>
#include <memory>

#include "strategy/random_walk.hpp"
#include "strategy/strategy.hpp"
#include "strategy/tree_probe.hpp"

namespace gocheck::checker {

/// An exhaustive search that knows how far it is: now and then, a probe among its executions. As
/// strategy `auto` it gives up when it is beyond doubt that the budget will not do, and draws the
/// rest at random.
///
/// When a probe is made depends on the number of executions alone, so equal runs of a single worker
/// make equal ones.
class EstimatedSearch final : public Strategy {
 public:
  /// Whether the search may give up.
  enum class Patience : std::uint8_t { kEndless, kLimited };

  EstimatedSearch(std::unique_ptr<Strategy> search, std::uint64_t seed, Patience patience);
  [[nodiscard]] bool begin_execution() override;
  void take_back() override {
    current_->take_back();
    is_taken_back_ = true;
  }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override {
    return current_->prescribed(configuration);
  }
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override {
    return current_->choose(configuration, enabled);
  }
  void end_execution() override { current_->end_execution(); }
  void put_back() override { search_->put_back(); }
  [[nodiscard]] bool is_prefix_known() const override { return current_->is_prefix_known(); }
  [[nodiscard]] bool is_waiting() const override { return search_->is_waiting(); }
  [[nodiscard]] bool lets_polls_go_on() const override { return current_->lets_polls_go_on(); }
  [[nodiscard]] Trace* trace() override { return current_->trace(); }
  [[nodiscard]] Purpose purpose() const override { return current_->purpose(); }
  void expect(double executions_max) override;
  void add_standing(Standing& standing) const override;

 private:
  [[nodiscard]] bool is_probe_due_after(std::uint64_t searched) const;

  std::unique_ptr<Strategy> search_;
  TreeProbe probe_;
  RandomWalk walk_;
  const Patience patience_;
  Strategy* current_;
  bool is_taken_back_ = false;            // The last execution.
  shared::Numbers searched_;              // Executions that the search was asked for.

  /// Of all workers.
  struct Common {
    std::atomic<bool> has_given_up{false};
    std::atomic<bool> is_probe_due{false};
  };
  Common* const common_;
};

}  // namespace gocheck::checker
