#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "recurrence/image.hpp"
#include "recurrence/recurrence.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// The execution that answers a question: takes its steps, and ends.
class Trial final : public Strategy {
 public:
  Trial(const Recurrence::Question& question, const Configuration& configuration, const Registry& registry,
        const std::vector<std::uint32_t>& slots, ThreadLocals& thread_locals)
      : question_(question), configuration_(configuration), registry_(registry), slots_(slots),
        thread_locals_(thread_locals) {}

  [[nodiscard]] bool begin_execution() override { return true; }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override;
  [[nodiscard]] bool is_prefix_known() const override { return false; }
  [[nodiscard]] std::optional<Transition> choose(const Configuration&, std::span<const Transition>) override {
    return std::nullopt;
  }
  void end_execution() override {}

  [[nodiscard]] bool is_cutoff() const { return is_cutoff_; }

 private:
  void look();

  const Recurrence::Question& question_;
  const Configuration& configuration_;
  const Registry& registry_;
  const std::vector<std::uint32_t>& slots_;
  ThreadLocals& thread_locals_;
  std::size_t taken_ = 0;                 // Steps.
  std::size_t compared_ = 0;              // Parts.
  std::vector<std::unique_ptr<Image>> images_;
  bool is_cutoff_ = false;
};

}  // namespace gocheck::checker
