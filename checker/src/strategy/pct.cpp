#include "strategy/pct.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

/// What `t` is to `low`, one of its participants: equal for different partners.
bool is_same_for(GoroutineId low, const Transition& a, const Transition& b) {
  const auto own_case = [&](const Transition& t) {
    return t.goroutine == low ? t.select_case : t.peer_case;
  };
  return a.kind == b.kind && own_case(a) == own_case(b) && a.value == b.value &&
         (a.goroutine == low) == (b.goroutine == low);
}

}  // namespace

Pct::Pct(std::uint64_t seed, std::uint64_t depth) : seed_(seed), depth_(depth) {
  const shared::Scope scope;
  measured_ = new Measured;
}

Pct::~Pct() {
  const shared::Scope scope;
  delete measured_;
}

bool Pct::begin_execution() {
  random_ = RandomStream(seed_, numbers_.next());
  for (const GoroutineId id : met_) priorities_[id] = 0;
  met_.clear();
  steps_ = 0;
  has_draws_ = false;
  {
    const shared::Scope scope;
    steps_max_ = measured_->steps_max;
  }
  changes_.assign(depth_ - 1, 0);
  // Before the first execution k is not known, and nobody ever falls.
  if (steps_max_ > 0) {
    for (std::uint64_t& change : changes_) change = 1 + random_.below(steps_max_);
  }
  return true;
}

/// Initial priorities are above all others, in an order that is drawn as goroutines appear: every
/// permutation is equally likely.
void Pct::meet(GoroutineId id) {
  if (id >= priorities_.size()) priorities_.resize(id + 1, 0);
  if (priorities_[id] != 0) return;
  constexpr std::uint64_t kInitial = std::uint64_t{1} << 63;
  priorities_[id] = kInitial | random_.next();
  met_.push_back(id);
}

/// One step of the goroutine is over. [BKMN10, fig. 2: the i-th change point gives priority d - i.]
void Pct::moved(GoroutineId id) {
  ++steps_;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i] == steps_) priorities_[id] = i + 1;
  }
}

/// The transitions whose lowest participant is highest. That is one and the same goroutine.
void Pct::gather_lowest_of_best(std::span<const Transition> enabled) {
  candidates_.clear();
  std::uint64_t best = 0;
  for (const Transition& t : enabled) {
    meet(t.goroutine);
    if (t.peer != 0) meet(t.peer);
    const std::uint64_t own = priority(t.goroutine);
    const std::uint64_t other = t.peer == 0 ? own : priority(t.peer);
    const auto [low, high] = std::minmax(own, other);
    if (low < best) continue;
    if (low > best) candidates_.clear();
    best = low;
    candidates_.push_back({t, high});
  }
}

void Pct::drop_lesser_partners() {
  const auto lowest = [&](const Candidate& c) {
    const Transition& t = c.transition;
    return t.peer == 0 || priority(t.goroutine) < priority(t.peer) ? t.goroutine : t.peer;
  };
  std::erase_if(candidates_, [&](const Candidate& c) {
    return std::any_of(candidates_.begin(), candidates_.end(), [&](const Candidate& better) {
      return better.partner > c.partner && is_same_for(lowest(c), better.transition, c.transition);
    });
  });
}

std::optional<Transition> Pct::choose(const Configuration&, std::span<const Transition> enabled) {
  if (steps_ > kUnfairStepsMax) return enabled[random_.below(enabled.size())];
  gather_lowest_of_best(enabled);
  if (candidates_.size() > 1) drop_lesser_partners();
  has_draws_ = has_draws_ || candidates_.size() > 1;
  const Transition chosen =
      candidates_[candidates_.size() == 1 ? 0 : random_.below(candidates_.size())].transition;
  moved(chosen.goroutine);
  if (chosen.peer != 0) moved(chosen.peer);
  return chosen;
}

void Pct::end_execution() {
  const shared::Scope scope;
  Measured& all = *measured_;
  all.goroutines_max = std::max<std::uint64_t>(all.goroutines_max, met_.size());
  all.has_draws = all.has_draws || has_draws_;
  if (steps_ > kUnfairStepsMax) {
    all.was_unfair = true;
  } else if (steps_ > all.steps_max) {
    all.steps_max = steps_;
    all.covered = depth_ == 1 ? all.covered + 1 : 0;  // Without change points nothing depends on k.
  } else if (depth_ == 1 || steps_max_ == all.steps_max) {
    ++all.covered;   // Otherwise it was drawn before another worker made k grow.
  }
}

void Pct::add_standing(Standing& standing) const {
  const shared::Scope scope;
  const Measured& all = *measured_;
  standing.pct = {depth_, all.goroutines_max, all.steps_max, all.was_unfair ? 0 : all.covered, all.has_draws};
}

}  // namespace gocheck::checker
