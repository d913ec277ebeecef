#include "recurrence/trial.hpp"

#include <algorithm>

namespace gocheck::checker {

const Transition* Trial::prescribed(const Configuration&) {
  const auto& steps = question_.steps;
  if (taken_ == question_.lengths[compared_]) look();
  if (taken_ == steps.size()) return nullptr;
  return &steps[taken_++];
}

/// At the end of a part.
void Trial::look() {
  if (++compared_ == question_.lengths.size()) {
    is_cutoff_ = std::ranges::any_of(images_, [&](const auto& image) { return image.is_like_now(); });
    return;
  }
  images_.push_back(image_);
  if (!images_.back().take()) images_.pop_back();
}

}  // namespace gocheck::checker
