#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "engine/frames.hpp"

namespace gocheck::checker {

/// Notices at little cost that a goroutine comes to the same place again and again: one of the places that it comes
/// by is kept, and given up for a later one after 1, 2, 4... others, so that one of any cycle is kept in the
/// end [Bre80]. Says "maybe": a place is the registers and where the call leads back to. Nobody else
/// can write there, so what it says depends on the goroutine alone.
class Landmark {
 public:
  void forget() { others_max_ = 0; }

  /// The goroutine has come to an operation of the runtime or of a hook. Returns whether it is at the landmark.
  bool comes_by(const Goroutine& g) {
    const auto* const ours = reinterpret_cast<const std::uintptr_t*>(g.stack);
    const auto* outer = ours;
    if (!g.is_in_hook && has_room_for_frame(stack_of(g), ours[kFrame])) {
      outer = reinterpret_cast<const std::uintptr_t*>(ours[kFrame]) - kFrame;
    }
    if (others_max_ > 0) {
      if (is_at(ours, outer)) {
        others_ = 0;
        return true;
      }
      if (++others_ < others_max_) return false;
    }
    std::memcpy(ours_.data(), ours, sizeof ours_);
    std::memcpy(outer_.data(), outer, sizeof outer_);
    others_ = 0;
    others_max_ = others_max_ == 0 ? 1 : 2 * others_max_;
    return false;
  }

 private:
  // By hand: mostly, one of the first differs.
  [[nodiscard]] bool is_at(const std::uintptr_t* ours, const std::uintptr_t* outer) const {
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      if (ours[i] != ours_[i]) return false;
    }
    for (std::size_t i = 0; i < outer_.size(); ++i) {
      if (outer[i] != outer_[i]) return false;
    }
    return true;
  }

  static constexpr std::size_t kFrame = 5;   // Words from where a function keeps registers to its frame.

  std::array<std::uintptr_t, kFrame> ours_{};        // rbx and r12 to r15.
  std::array<std::uintptr_t, kFrame + 2> outer_{};   // Those that the runtime keeps, rbp, the return address.
  std::uint32_t others_ = 0;        // Since it was there last.
  std::uint32_t others_max_ = 0;    // 0: there is no landmark.
};

}  // namespace gocheck::checker
