#pragma once

#include <cstddef>
#include <utility>

#include "recurrence/image.hpp"

namespace gocheck::checker {

/// Notices that an execution in which time and again all wait for a timer, has come back to where it was: the state at
/// one of these moments is kept, and given up for a later one after 1, 2, 4... others, so that one of any cycle is kept
/// in the end [Bre80].
class Standstill {
 public:
  explicit Standstill(Image image) : image_(std::move(image)) {}

  /// Forgets what was before.
  void begin() { others_max_ = 0; }
  /// Nothing can happen but that a timer fires. Returns whether it was so before.
  [[nodiscard]] bool comes_by() {
    if (others_max_ > 0) {
      if (image_.is_like_now()) return true;
      if (++others_ < others_max_) return false;
    }
    others_ = 0;
    others_max_ = image_.take() ? 2 * others_max_ + 1 : 0;
    return false;
  }

 private:
  Image image_;
  std::size_t others_ = 0;                 // Since the image was taken.
  std::size_t others_max_ = 0;             // 0: there is no image.
};

}  // namespace gocheck::checker
