#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "recurrence/image.hpp"
#include "recurrence/recurrence.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// The execution that answers a question: takes its steps, and ends.
class Trial final : public Strategy {
 public:
  /// `image`: not taken.
  Trial(const Recurrence::Question& question, Image image) : question_(question), image_(std::move(image)) {}

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
  const Image image_;
  std::size_t taken_ = 0;                 // Steps.
  std::size_t compared_ = 0;              // Parts.
  std::vector<Image> images_;
  bool is_cutoff_ = false;
};

}  // namespace gocheck::checker
