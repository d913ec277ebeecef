#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "stack/frames.hpp"

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
    const auto* const registers = reinterpret_cast<const std::uintptr_t*>(g.stack);
    const std::uintptr_t* frame = registers + registers_.size();
    if (!g.is_in_hook && has_room_for_frame(stack_of(g), *frame)) {
      frame = reinterpret_cast<const std::uintptr_t*>(*frame);
    }
    if (others_max_ > 0) {
      if (is_at(registers, frame - 1)) {
        others_ = 0;
        return true;
      }
      if (++others_ < others_max_) return false;
    }
    std::memcpy(registers_.data(), registers, sizeof registers_);
    std::memcpy(frame_.data(), frame - 1, sizeof frame_);
    others_ = 0;
    others_max_ = others_max_ == 0 ? 1 : 2 * others_max_;
    return false;
  }

 private:
  // By hand: mostly, one of the first differs.
  [[nodiscard]] bool is_at(const std::uintptr_t* registers, const std::uintptr_t* frame) const {
    for (std::size_t i = 0; i < registers_.size(); ++i) {
      if (registers[i] != registers_[i]) return false;
    }
    for (std::size_t i = 0; i < frame_.size(); ++i) {
      if (frame[i] != frame_[i]) return false;
    }
    return true;
  }

  std::array<std::uintptr_t, 5> registers_{};   // rbx and r12 to r15, as we have found them.
  // Of the function that the program has called: the register that it keeps first, rbp, the return address. No more:
  // a gap in its frame shows what was there before.
  std::array<std::uintptr_t, 3> frame_{};
  std::uint32_t others_ = 0;        // Since it was there last.
  std::uint32_t others_max_ = 0;    // 0: there is no landmark.
};

}  // namespace gocheck::checker
