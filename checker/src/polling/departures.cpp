#include "polling/departures.hpp"

namespace gocheck::checker {

void Departures::add(GoroutineId id, const Object* timer, std::uint32_t row, std::span<const Poll> polls,
                     const Position& now) {
  Departure& gone = all_.emplace_back();
  gone.goroutine = id;
  gone.timer = timer;
  gone.row = row;
  gone.polls.assign(polls.begin(), polls.end());
  // What lies there may mean something else later.
  for (Poll& poll : gone.polls) {
    std::erase_if(poll.changes, [&](const Poll::Change& change) { return means_nothing(change.at, now); });
  }
  gone.stack = now.stack;
  gone.bounds = now.bounds;
  gone.frames.assign(now.frames, now.frames + (now.bounds.end - now.stack));
  gone.kind = now.kind;
  gone.free_blocks.assign(now.free_blocks.begin(), now.free_blocks.end());
  gone.influence.begin();
  gone.influence.learn(id, 1);
}

void Departures::step(const Transition& t, const Object* firing, std::span<const Access> accesses) {
  if (all_.empty()) return;
  const bool is_of_clock = std::ranges::find(accesses, AccessKind::kClock, &Access::kind) != accesses.end();
  std::erase_if(all_, [&](Departure& one) {
    const bool depends = one.influence.step(t, accesses) > 0;
    return (is_of_clock && depends) || one.timer == firing;
  });
}

}  // namespace gocheck::checker
