#include "engine/frames.hpp"

namespace gocheck::checker {
namespace {

constexpr int kFramesMax = 32;

}  // namespace

std::vector<std::uintptr_t> frames_of_caller(std::uintptr_t low, std::uintptr_t high) {
  auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  std::vector<std::uintptr_t> pcs;
  for (int i = 0; i < kFramesMax && frame >= low && frame + 16 <= high && frame % 8 == 0; ++i) {
    const auto* words = reinterpret_cast<const std::uintptr_t*>(frame);
    if (words[1] == 0) break;
    pcs.push_back(words[1]);
    if (words[0] <= frame) break;
    frame = words[0];
  }
  return pcs;
}

}  // namespace gocheck::checker
