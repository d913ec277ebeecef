#include "polling/last_rounds.hpp"

#include <algorithm>

namespace gocheck::checker {

void LastRounds::forget() {
  first_ = second_ = 0;
  steps_ = 0;
  have_begun_ = is_in_pairs_ = is_over_ = false;
}

const Transition* LastRounds::next() {
  have_begun_ = true;
  return is_in_pairs_ ? next_in_pair() : next_alone();
}

const Transition* LastRounds::end(bool is_over) {
  is_over_ = is_over;
  return nullptr;
}

/// 0: there is none.
GoroutineId LastRounds::spinning_after(GoroutineId id) const {
  const auto& live = configuration_.live;
  const auto at = std::find_if(std::upper_bound(live.begin(), live.end(), id), live.end(),
                               [&](GoroutineId other) { return configuration_.at(other).spins(); });
  return at == live.end() ? 0 : *at;
}

/// Of those that spin.
GoroutineId LastRounds::locking_after(GoroutineId id, GoroutineId other) const {
  do id = spinning_after(id);
  while (id != 0 && (id == other || !polling_.looks_behind_locks(id)));
  return id;
}

void LastRounds::look() {
  enabled_.clear();
  enabled_transitions(configuration_, enabled_);
}

const Transition* LastRounds::next_alone() {
  if (is_under_way(first_)) {
    const bool goes_round = polling_.is_in_round(first_) && !polling_.some_would_go_on();
    const Transition* step = goes_round ? step_alone() : nullptr;
    return step != nullptr ? step : end(false);
  }
  while (const GoroutineId next = spinning_after(first_)) {
    first_ = next;
    steps_ = 0;
    goroutine(first_).phase = Phase::kFirst;
    if (const Transition* step = step_alone()) return step;
    if (!enabled_.empty()) return end(false);
    // Somebody holds the lock for ever: it is blocked, and does not spin.
  }
  first_ = 0;
  steps_ = 0;
  is_in_pairs_ = true;
  polling_.let_others_in();
  return next_in_pair();
}

/// If nothing else can happen.
const Transition* LastRounds::step_alone() {
  look();
  if (enabled_.empty() || ++steps_ > Polling::kPollsMax) return nullptr;
  return enabled_.size() == 1 && enabled_.front().goroutine == first_ ? &enabled_.front() : nullptr;
}

const Transition* LastRounds::next_in_pair() {
  if (is_under_way(second_)) {
    return polling_.is_in_round(second_) ? step_of(second_) : end(false);
  }
  if (is_under_way(first_)) {
    if (!polling_.is_in_round(first_)) return end(false);
    while ((second_ = locking_after(second_, first_)) != 0) {
      goroutine(second_).phase = Phase::kFirst;
      look();
      const auto is_own = [&](const Transition& t) { return t.goroutine == second_ || t.peer == second_; };
      if (std::any_of(enabled_.begin(), enabled_.end(), is_own)) return step_of(second_);
      goroutine(second_).phase = Phase::kSpins;   // It waits for the lock that the first one has.
    }
    return step_of(first_);
  }
  second_ = 0;
  first_ = locking_after(first_, 0);
  if (first_ == 0 || locking_after(0, first_) == 0) return end(true);
  goroutine(first_).phase = Phase::kFirst;
  return step_of(first_);
}

/// Or of the other one, if it waits for that. The two may wait for each other: then nothing is known of them in the end.
const Transition* LastRounds::step_of(GoroutineId id) {
  look();
  const auto is_own = [&](const Transition& t) { return t.goroutine == id; };
  for (const Transition& t : enabled_) {
    if (t.peer != 0 || (t.goroutine != first_ && t.goroutine != second_)) return end(false);
  }
  if (enabled_.empty() || ++steps_ > kStepsMax) return end(true);
  if (std::count_if(enabled_.begin(), enabled_.end(), is_own) > 1) return end(false);
  const auto own = std::find_if(enabled_.begin(), enabled_.end(), is_own);
  return own != enabled_.end() ? &*own : &enabled_.front();
}

}  // namespace gocheck::checker
