#include "recurrence/recurrence.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "machine/hash.hpp"

namespace gocheck::checker {

void Recurrence::begin_execution(bool watches) {
  is_watching_ = watches;
  is_due_ = false;
  if (!watches) return;
  past_.begin();
  ticks_.clear();
  been_.clear();
  is_new_.clear();
}

void Recurrence::step(const Transition& t) {
  accesses_.clear();
  if (t.kind != StepKind::kGo) accesses_of(configuration_, t, accesses_);
  past_.step(t, accesses_);
  is_due_ = is_tick(t);
  started_timer_ = 0;
  // If it arrives nowhere. What a timer has there stays.
  if (t.kind != StepKind::kFire && t.goroutine < is_new_.size()) is_new_[t.goroutine] = false;
}

void Recurrence::arrived(const Goroutine& g) {
  const Operation& op = *g.pending;
  std::uint64_t place = mix(g.id, reinterpret_cast<std::uintptr_t>(g.stack));
  place = mix(place, static_cast<std::uint64_t>(op.kind));
  place = mix(place, op.where.line);
  const bool is_new = !std::exchange(been_[place], true);
  const bool has_started = started_timer_ != 0 && past_.transition(past_.size() - 1).goroutine == g.id;
  is_new_.resize(std::max<std::size_t>(is_new_.size(), std::max(g.id, started_timer_) + std::size_t{1}), false);
  is_new_[g.id] = is_new;
  if (has_started) is_new_[started_timer_] = is_new;
}

/// Whether it is worth asking about the last step. This follows from what one goroutine has done before: if the program
/// is where it was, so is who made the step, and who started the timer that has fired is so the next time.
bool Recurrence::may_be_back() const {
  const GoroutineId who = past_.transition(past_.size() - 1).goroutine;
  return who >= is_new_.size() || !is_new_[who];
}

Recurrence::Answer Recurrence::is_cutoff() {
  is_due_ = false;
  const std::uint64_t left = times_left();
  std::size_t count = 0;
  alike_.clear();   // From the latest on.
  for (std::size_t n = ticks_.size(); n-- > 0;) {
    if (ticks_[n].times_left != left) continue;
    ++count;
    if (alike_.size() < kComparedMax) alike_.push_back(n);
  }
  ticks_.push_back({past_.size() - 1, left});
  if (alike_.empty() || !may_be_back() || (count > kAskedMax && !std::has_single_bit(count))) return Answer::kNo;
  if (const Answer known = look_up(past_.name()); known != Answer::kUnknown) return known;
  std::ranges::reverse(alike_);
  alike_.push_back(ticks_.size() - 1);
  make_question(alike_);
  return Answer::kUnknown;
}

std::uint64_t Recurrence::times_left() const {
  std::uint64_t sum = 0;
  for (const auto& armed : configuration_.timers) {
    const std::int64_t left_ns = armed.timer->timer.deadline_ns - configuration_.now_ns;
    sum += mix(reinterpret_cast<std::uintptr_t>(armed.timer), static_cast<std::uint64_t>(left_ns));
  }
  return sum;
}

void Recurrence::make_question(const std::vector<std::size_t>& ticks) {
  question_.name = past_.name();
  question_.steps.clear();
  question_.lengths.clear();
  std::vector<bool> is_before(past_.size());
  std::vector<bool> is_taken(past_.size(), false);
  for (const std::size_t n : ticks) {
    past_.mark(ticks_[n].step, is_before);
    for (std::size_t step = 0; step < past_.size(); ++step) {
      if (!is_before[step] || is_taken[step]) continue;
      is_taken[step] = true;
      // That a goroutine starts another one is no decision.
      if (past_.transition(step).kind != StepKind::kGo) question_.steps.push_back(past_.transition(step));
    }
    question_.lengths.push_back(question_.steps.size());
  }
}

Recurrence::Answer Recurrence::look_up(std::uint64_t name) {
  auto known = known_.find(name);
  if (known == known_.end()) {
    const auto before = known_before_.find(name);
    if (before == known_before_.end()) return Answer::kUnknown;
    learn(name, before->second);
    known = known_.find(name);
  }
  return known->second ? Answer::kYes : Answer::kNo;
}

void Recurrence::learn(std::uint64_t name, bool is_cutoff) {
  if (known_.size() >= kKnownMax) {
    known_before_ = std::move(known_);
    known_.clear();
  }
  known_.emplace(name, is_cutoff);
}

}  // namespace gocheck::checker
