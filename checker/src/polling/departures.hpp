#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "polling/influence.hpp"
#include "polling/poll.hpp"

namespace gocheck::checker {

/// Somebody has left his wait for a timer, which is still pending, by a step that need not come before what follows on
/// the clock. As long as it does not, he counts as if he were waiting: how he stood.
struct Departure {
  GoroutineId goroutine;
  const Object* timer;
  std::uint32_t row;                   // Its number.
  std::vector<Poll> polls;
  const std::byte* stack;
  StackBounds bounds;
  std::vector<std::byte> frames;
  detail::OpKind kind;
  std::vector<const std::byte*> free_blocks;
  Influence influence;                 // Of the step by which he left, as the first.

  [[nodiscard]] Position position() const { return {stack, frames.data(), bounds, kind, free_blocks, {}}; }
};

/// All of them, in an execution.
class Departures {
 public:
  void clear() { all_.clear(); }
  [[nodiscard]] bool is_empty() const { return all_.empty(); }
  /// In front of the step by which he leaves where he stands now.
  void add(GoroutineId id, const Object* timer, std::uint32_t row, std::span<const Poll> polls, const Position& now);
  /// A step. `firing`: the timer that fires, or null.
  void step(const Transition& t, const Object* firing, std::span<const Access> accesses);
  void started(GoroutineId child, GoroutineId parent) {
    for (Departure& one : all_) one.influence.started(child, parent);
  }
  /// From a wait for the timer, or null.
  [[nodiscard]] const Departure* from(const Object& timer) const {
    const auto found = std::ranges::find(all_, &timer, &Departure::timer);
    return found == all_.end() ? nullptr : &*found;
  }

 private:
  std::vector<Departure> all_;
};

}  // namespace gocheck::checker
