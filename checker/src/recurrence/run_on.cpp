#include "recurrence/run_on.hpp"

#include "machine/hash.hpp"

namespace gocheck::checker {

void RunOn::forget() {
  has_begun_ = is_for_ever_ = false;
  goroutine_ = 0;
  firings_ = steps_ = walks_ = walk_left_ = 0;
  random_ = 0;
}

const Transition* RunOn::end(bool is_for_ever) {
  is_for_ever_ = is_for_ever;
  return nullptr;
}

const Transition* RunOn::next() {
  if (!has_begun_) {
    has_begun_ = true;
    standstill_.begin();
    if (!here_.take()) return end(false);
  }
  enabled_.clear();
  enabled_transitions(configuration_, enabled_);
  if (enabled_.empty()) return end(false);   // No timer is left.
  const Transition* next = nullptr;
  if (walk_left_ > 0) {
    --walk_left_;
    random_ += kSplitMixStep;
    next = &enabled_[scrambled(random_) % enabled_.size()];
  } else {
    next = step_towards_here();
  }
  if (next == nullptr) return nullptr;
  if (next->kind == StepKind::kFire) return fire(*next);
  if (goroutine_ == 0) goroutine_ = next->goroutine;
  return next;
}

const Transition* RunOn::step_towards_here() {
  const Transition& first = enabled_.front();   // A firing comes last.
  if (first.kind != StepKind::kFire) return ++steps_ > kStepsMax ? end(false) : &first;
  if (firings_ > 0 && here_.all_stand_there() && standstill_.comes_by()) {
    if (walks_++ == kWalks) return end(true);
    standstill_.begin();
    firings_ = 0;
    walk_left_ = kWalkSteps;
  }
  return ++firings_ > kFiringsMax ? end(false) : &first;
}

const Transition* RunOn::fire(const Transition& firing) {
  steps_ = 0;
  for (const GoroutineId id : configuration_.live) {
    Goroutine& g = configuration_.goroutines[id];
    if (g.spins()) g.phase = Phase::kFirst;
  }
  return &firing;
}

}  // namespace gocheck::checker
