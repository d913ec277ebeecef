#include "polling/polling.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "isolation/heap.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {
namespace {

snapshot::Piece stack_in_use(const Goroutine& g) {
  return {g.stack, static_cast<std::size_t>(stack_of(g).end - g.stack)};
}

snapshot::Piece heap_in_use(std::uint32_t slot) {
  const Arena& arena = heap::slot(slot);
  return {arena.begin(), static_cast<std::size_t>(arena.top() - arena.begin())};
}

}  // namespace

void Polling::begin_execution() {
  for (GoroutineId id = 0; id < rows_.size(); ++id) acted(id);
  departures_.clear();
  if (stops_ > 0) {
    for (Row& row : rows_) row.stops = 0;
    stops_ = 0;
  }
  under_way_ = 0;
  deeds_ = 0;
  has_ignored_time_ = lets_others_in_ = false;
}

[[gnu::noinline]] void Polling::make_room(GoroutineId id) { rows_.resize(id + 1); }

inline Polling::Row& Polling::row(GoroutineId id) {
  if (id >= rows_.size()) make_room(id);
  rows_[id].is_idle = false;
  return rows_[id];
}

inline void Polling::let_have_all(Row& row, bool has_all) {
  if (row.has_all == has_all) return;
  row.has_all = has_all;
  has_all ? ++with_all_ : --with_all_;
}

/// The row begins anew with its next poll.
void Polling::clear(Row& row) {
  row.spins = false;
  row.alarms.clear();
  row.company.forget();
  row.back_together.reset();
  ++row.number;
  row.count = 0;
  --active_;
}

void Polling::drop(Row& row) {
  row.has_been_back = false;
  if (row.count == 0) return;
  clear(row);
  ++deeds_;
}

void Polling::forget(GoroutineId id) {
  if (under_way_ == id) under_way_ = 0;
  Row& row = rows_[id];
  drop(row);
  row.is_idle = true;
  let_have_all(row, false);
  row.landmark.forget();
  row.returns = 0;
  row.is_accompanied = row.has_looked = false;
}

void Polling::started(GoroutineId child, GoroutineId parent) {
  departures_.started(child, parent);
  if (active_ == 0) return;
  for (Row& row : rows_) {
    if (row.count == 0) continue;
    row.influence.started(child, parent);
    row.company.started(child, parent);
  }
}

bool Polling::fires_once(const Operation& op) {
  const auto& timer = *static_cast<const TimerCore*>(op.object);
  return timer.chan != nullptr && timer.timer.period_ns == 0;
}

/// Every round of a loop that locks or waits for a timer comes by one of these.
bool Polling::may_be_landmark(const Operation& op) {
  return is_among(kLocks | kTries, op.kind) || op.kind == OpKind::kTimerStart ||
         can_receive_from(op, [](const TimerCore& timer) { return timer.timer.period_ns > 0; });
}

/// That the step starts, if it fires once, or from which it receives; null: none.
const TimerCore* Polling::timer_of(const Operation& op, const Transition& t) {
  if (t.kind == StepKind::kTimerStart) return fires_once(op) ? static_cast<const TimerCore*>(op.object) : nullptr;
  if (t.kind != StepKind::kBufferedRecv) return nullptr;
  return static_cast<const detail::ChanCore*>(rules::chan_at(op, t.select_case))->timer;
}

void Polling::step(const Transition& t) {
  if (active_ > 0 && is_among(kOtherSteps, t.kind)) {
    leave(t.goroutine);
    if (t.peer != 0) leave(t.peer);
  }
  const bool is_somebodys = is_watching() && follow(t);
  if (t.kind == StepKind::kFire) {
    if (!is_somebodys) ++deeds_;
    return;
  }
  const Goroutine& g = configuration_.at(t.goroutine);
  if (is_among(kLockSteps, t.kind) && g.pending->kind != OpKind::kCondWait) return step_through(g, nullptr, t);
  const TimerCore* timer = timer_of(*g.pending, t);
  if (timer != nullptr && !time_counts_) return step_through(g, timer, t);
  if (is_among(kPollSteps, t.kind)) {
    row(g.id).has_looked = true;
    return add(g, row(g.id), t);
  }
  if (is_among(kStopSteps, t.kind)) note_stop(g);
  acted(t.goroutine);
  if (t.peer != 0) acted(t.peer);
}

/// A lock, an unlock, the start of `timer` or a receipt from it.
void Polling::step_through(const Goroutine& g, const TimerCore* timer, const Transition& t) {
  Row& row = this->row(g.id);
  if (!row.has_all) {
    drop(row);
    ++deeds_;
    return;
  }
  add(g, row, t);
  if (row.count == 0 || timer == nullptr) return;
  const std::size_t at = row.count - 1;
  Poll& poll = row.polls[at];
  poll.is_of_timer = true;
  poll.object = nullptr;
  if (t.kind == StepKind::kTimerStart) return row.alarms.push_back({timer, false, at});
  hide_time(*timer);
  std::erase_if(poll.cases, [&](const Poll::Case& one) { return one.chan == timer->chan; });
  if (const auto alarm = std::ranges::find(row.alarms, timer, &Alarm::timer); alarm == row.alarms.end()) {
    poll.after = Poll::kNever;
  } else {
    poll.begin = alarm->begin;
    poll.after = std::max(poll.after, alarm->after);
    row.alarms.erase(alarm);
  }
  if (timer->timer.period_ns > 0) row.alarms.push_back({timer, true, at + 1});
}

/// The time that lies in the channel is the firing's doing, which belongs to the round: as if it had not been there.
void Polling::hide_time(const TimerCore& timer) {
  std::byte* was = memory_was_.data();
  for (const snapshot::Piece& piece : memory_) {
    if (timer.chan->ring >= piece.begin && timer.chan->ring < piece.begin + piece.size) {
      std::memset(was + (timer.chan->ring - piece.begin), 0, timer.chan->element.size);
    }
    was += piece.size;
  }
}

bool Polling::is_waking(GoroutineId id, const Transition& t) const {
  if (t.kind != StepKind::kFire || id >= rows_.size()) return false;
  const auto& alarms = rows_[id].alarms;
  return std::ranges::find(alarms, object_of(configuration_, t), &Alarm::timer) != alarms.end();
}

/// Whether the timer that fires now is the only one, and a ticker has had a whole period: then as much time is left to
/// all deadlines as before. A timer that somebody else has stopped counts as if it were still there: nothing might have
/// ordered the two, and the answer must not depend on it.
bool Polling::is_alone(const TimerCore& timer, const Row& row) const {
  const detail::TimerState& state = timer.timer;
  return configuration_.timers.size() == 1 && stops_ == row.stops &&
         (state.period_ns == 0 || configuration_.now_ns == state.deadline_ns - state.period_ns);
}

/// In front of a stop or a reset.
void Polling::note_stop(const Goroutine& g) {
  if (!g.pending->object->timer.pending) return;
  if (g.id >= rows_.size()) make_room(g.id);
  ++rows_[g.id].stops;
  ++stops_;
}

/// The step as one of others than those whose rows there are. Returns whether it counts as a step of one of these.
bool Polling::follow(const Transition& t) {
  const auto* const timer =
      t.kind == StepKind::kFire ? static_cast<const TimerCore*>(object_of(configuration_, t)) : nullptr;
  const auto* const started = t.kind == StepKind::kTimerStart ? object_of(configuration_, t) : nullptr;
  bool is_somebodys = false;
  accesses_of(configuration_, t, accesses_);
  departures_.step(t, timer, accesses_);
  for (const GoroutineId id : configuration_.live) {
    if (id >= rows_.size() || id == t.goroutine || rows_[id].count == 0) continue;
    Row& row = rows_[id];
    if (timer != nullptr && ring(configuration_.at(id), row, *timer)) {
      is_somebodys = true;
      continue;
    }
    row.influence.step(t, accesses_);
    timer != nullptr ? row.company.fire(t, timer, accesses_) : row.company.step(t, started, accesses_);
  }
  return is_somebodys;
}

/// In front of a step that may take the goroutine away from where it waits for a timer.
void Polling::leave(GoroutineId id) {
  if (id >= rows_.size() || rows_[id].count == 0) return;
  const Goroutine& g = configuration_.at(id);
  const Row& row = rows_[id];
  const auto alarm = std::ranges::find_if(row.alarms, [&](const Alarm& one) { return waits_for(g, *one.timer); });
  if (alarm == row.alarms.end() || !alarm->timer->timer.pending) return;
  for (Row& other : rows_) {
    if (other.count > 0) other.company.leave(id, alarm->timer);
  }
  departures_.add(id, alarm->timer, row.number, polls_of(row), position_of(g));
}

/// That a timer fires is as if whoever waits for it in a round had done it, with the first poll that can wait for it.
/// Returns whether the row's goroutine does. Requires: accesses_ are those of the firing.
bool Polling::ring(const Goroutine& g, Row& row, const TimerCore& timer) {
  bool waits = false;
  for (Alarm& alarm : row.alarms) {
    if (alarm.timer != &timer) continue;
    waits = true;
    const std::size_t after = row.influence.part_of_own_step(alarm.begin + 1, accesses_);
    alarm.after = is_alone(timer, row) ? after : Poll::kNever;
  }
  if (waits) note_company(g, row, timer);
  return waits;
}

/// The timer fires for g: are others waiting for theirs, and all of them where they were before?
/// Requires: accesses_ are those of the firing.
void Polling::note_company(const Goroutine& g, Row& row, const TimerCore& timer) {
  row.is_accompanied = row.is_accompanied || configuration_.timers.size() > 1;
  if (!list_others(g, timer)) return row.company.own_step(accesses_);
  row.back_together = row.company.mark(row.count, others_, accesses_, [&](const Company::Mark& mark) {
    return comparison_.is_where_it_was(position_of(g), polls_of(row), mark.poll) &&
           std::ranges::all_of(mark.members, [&](const auto& member) { return is_where_it_was(member); });
  });
}

/// Makes others_ those for whom other timers are pending than g's, which fires. False: there are none, or somebody does
/// not just wait for its timer.
bool Polling::list_others(const Goroutine& g, const TimerCore& timer) {
  others_.clear();
  if (stops_ > 0 || !waits_for(g, timer)) return false;
  const std::int64_t now = std::max(configuration_.now_ns, timer.timer.deadline_ns);
  for (const auto& armed : configuration_.timers) {
    if (armed.timer == &timer) continue;
    const std::int64_t left_ns = armed.timer->timer.deadline_ns - now;
    if (const Departure* gone = departures_.from(*armed.timer)) {
      others_.push_back({gone->goroutine, left_ns, gone->row, gone->polls.size(), armed.timer, true});
      continue;
    }
    const auto owner = std::ranges::find_if(configuration_.live, [&](GoroutineId id) {
      return waits_for(configuration_.at(id), *armed.timer);
    });
    if (owner == configuration_.live.end()) return false;
    const Row& other = rows_[*owner];
    others_.push_back({*owner, left_ns, other.number, other.count, armed.timer, false});
  }
  // Armed timers are in the order of their starts.
  std::ranges::stable_sort(others_, {}, &Company::Member::left_ns);
  return !others_.empty();
}

/// Whether it has started the timer and, with the next operation, waits for it and no other one.
bool Polling::waits_for(const Goroutine& g, const Object& timer) const {
  if (g.id >= rows_.size() || rows_[g.id].count == 0 || g.stand != Stand::kPending) return false;
  const Row& row = rows_[g.id];
  const auto alarm = std::ranges::find(row.alarms, &timer, &Alarm::timer);
  return alarm != row.alarms.end() && !alarm->is_ticker && alarm->begin + 1 == row.count &&
         !rules::is_non_blocking(*g.pending) &&
         can_receive_from(*g.pending, [&](const TimerCore& one) { return &one == &timer; }) &&
         !can_receive_from(*g.pending, [&](const TimerCore& one) { return &one != &timer; });
}

/// Whether the member of an earlier mark is where it was then, if it waits in the same row now, or would if it had not
/// left. Requires: others_ are those of now, and like the members of that mark.
bool Polling::is_where_it_was(const Company::Member& member) {
  const auto now = std::ranges::find(others_, member.goroutine, &Company::Member::goroutine);
  if (const Departure* gone = departures_.from(*now->timer)) {
    return comparison_.is_where_it_was(gone->position(), gone->polls, member.poll);
  }
  return comparison_.is_where_it_was(position_of(configuration_.at(member.goroutine)),
                                     polls_of(rows_[member.goroutine]), member.poll);
}

/// Until the next call.
Position Polling::position_of(const Goroutine& g) {
  const std::uint32_t slot = registry_.slot(g.id);
  heap::slot(slot).free_blocks(free_blocks_);
  return {g.stack, g.stack, stack_of(g), g.pending->kind, free_blocks_, heap_in_use(slot)};
}

/// The next poll of the row.
void Polling::add(const Goroutine& g, Row& row, const Transition& t) {
  if (row.spins) {
    // It was let go on: a new row, as if it had come here for the first time.
    clear(row);
    row.has_been_back = true;
  }
  if (row.count >= (row.company.is_empty() ? kPollsMax : kPollsTogetherMax)) drop(row);
  if (!note_memory(g)) return drop(row);
  if (row.count == 0) {
    ++active_;
    row.influence.begin();
  }
  if (row.count == row.polls.size()) row.polls.emplace_back();
  Poll& poll = row.polls[row.count++];
  poll.stack = g.stack;
  poll.frames.assign(memory_was_.begin(),
                     memory_was_.begin() + static_cast<std::ptrdiff_t>(memory_.front().size));
  heap::slot(registry_.slot(g.id)).free_blocks(poll.free_blocks);
  look(*g.pending, poll);
  accesses_of(configuration_, t, accesses_);
  poll.after = row.influence.own_step(accesses_);
  row.company.own_step(accesses_);
  poll.begin = Poll::kNever;
  poll.is_of_timer = false;
  note_hold(t, poll);
  if (t.kind != StepKind::kAnnounce) return;
  // It does not go on before it has the lock as well, and all that changes until then is who has announced it.
  under_way_ = 0;
  poll.changes.clear();
}

/// In front of the step.
void Polling::note_hold(const Transition& t, Poll& poll) {
  poll.reads = poll.writes = 0;
  switch (t.kind) {
    case StepKind::kReadLock: poll.reads = 1; break;
    case StepKind::kReadUnlock: poll.reads = -1; break;
    case StepKind::kAnnounce: poll.writes = 1; break;
    case StepKind::kWriteUnlock: poll.writes = -1; break;
    case StepKind::kTryReadLock: poll.reads = rules::is_free_to_read(*poll.object) ? 1 : 0; break;
    case StepKind::kTryWriteLock: poll.writes = rules::is_free_to_write(*poll.object) ? 1 : 0; break;
    default: break;
  }
}

/// Copies all memory that the goroutine could write to. False: too much.
bool Polling::note_memory(const Goroutine& g) {
  memory_.clear();
  memory_.push_back(stack_in_use(g));
  for (const GoroutineId other : configuration_.live) {
    if (other != g.id) memory_.push_back(stack_in_use(configuration_.at(other)));
  }
  for (const std::uint32_t slot : slots_) memory_.push_back(heap_in_use(slot));
  written_was_ = snapshot::written_count();
  for (std::size_t n = 0; n < written_was_; ++n) memory_.push_back(snapshot::written(n).piece);
  std::size_t size = 0;
  for (const snapshot::Piece& piece : memory_) size += piece.size;
  if (size > heap::kComparedMax) return false;
  memory_was_.resize(size);
  std::byte* to = memory_was_.data();
  for (const snapshot::Piece& piece : memory_) {
    std::memcpy(to, piece.begin, piece.size);
    to += piece.size;
  }
  kernel_calls_were_ = snapshot::kernel_calls();
  heap_top_was_ = heap::slot(registry_.slot(g.id)).top();
  under_way_ = g.id;
  return true;
}

/// False: more has changed than can be told.
bool Polling::note_changes(const Goroutine& g, Poll& poll) {
  poll.changes.clear();
  if (snapshot::kernel_calls() != kernel_calls_were_ ||
      heap::slot(registry_.slot(g.id)).top() != heap_top_was_) {
    return false;
  }
  const std::byte* was = memory_was_.data();
  for (const snapshot::Piece& piece : memory_) {
    // Frames that were left meanwhile are no memory any more.
    const bool is_own_stack = &piece == memory_.data();
    const std::size_t left =
        is_own_stack && g.stack > piece.begin ? static_cast<std::size_t>(g.stack - piece.begin) : 0;
    if (!checker::note_changes(piece, was, left, poll)) return false;
    was += piece.size;
  }
  // Written for the first time.
  for (std::size_t n = written_was_; n < snapshot::written_count(); ++n) {
    const snapshot::Written page = snapshot::written(n);
    if (!checker::note_changes(page.piece, page.at_first, 0, poll)) return false;
  }
  return true;
}

/// To look at every lock would be dear: it is done when the goroutine has come back to one, and, as long as something is
/// left of its rounds, more and more rarely: for one return after 2, two after 4, three after 8... It is done at once
/// where it waits for a timer after a look at something, and always while others wait for timers too: there each round
/// more has many interleavings.
inline void Polling::come_to_costly(const Goroutine& g, Row& row) {
  if (!row.landmark.comes_by(g)) {
    if (row.has_looked && row.returns == 0 && is_wait_for_timer(*g.pending)) let_have_all(row, true);
    return;
  }
  if (row.has_been_back) return;
  ++row.returns;
  const std::uint32_t since = row.returns - std::bit_floor(row.returns);
  const bool looks =
      since == 0 || since + 1 < static_cast<std::uint32_t>(std::bit_width(row.returns)) || row.is_accompanied;
  if (!looks) drop(row);
  let_have_all(row, looks);
}

bool Polling::came(const Goroutine& g) {
  if (under_way_ == g.id) {
    under_way_ = 0;
    Row& row = rows_[g.id];
    Poll& poll = row.polls[row.count - 1];
    if (!note_changes(g, poll)) drop(row);
    if (poll.value != nullptr) std::memcpy(poll.value_was.data(), poll.value, poll.value_was.size());
  }
  const Operation& op = *g.pending;
  if (is_among(kUnlocks, op.kind)) return false;   // To wait here would keep others from the lock.
  const bool looks = is_among(kPolls, op.kind) && (op.kind != OpKind::kSelect || op.has_default);
  if (!looks && !is_wait_for_timer(op)) {
    acted(g.id);
    return false;
  }
  Row& row = this->row(g.id);
  if (const auto loop = loop_of(g, row)) {
    row.loop = *loop;
    row.spins = true;
    row.deeds = deeds_;
    const auto first = row.polls.begin();
    has_ignored_time_ = has_ignored_time_ ||
        std::any_of(first + static_cast<std::ptrdiff_t>(row.loop), first + static_cast<std::ptrdiff_t>(row.count),
                    [](const Poll& poll) { return poll.is_of_timer; });
    return true;
  }
  if (may_be_landmark(op)) come_to_costly(g, row);
  return false;
}

/// The poll since which g's row is for nothing, by itself or together with others; the latest, if there is one.
std::optional<std::size_t> Polling::loop_of(const Goroutine& g, Row& row) {
  if (row.back_together) return std::exchange(row.back_together, std::nullopt);
  if (row.count == 0) return std::nullopt;
  const Position now = position_of(g);
  for (std::size_t i = row.count; i > 0; --i) {
    if (is_back(now, row, i - 1)) return i - 1;
  }
  return std::nullopt;
}

/// Whether nothing is left of what the goroutine did from the row's poll `loop` on, and it could have been done in one
/// go.
bool Polling::is_back(const Position& now, const Row& row, std::size_t loop) {
  for (std::size_t i = loop; i < row.count && !lets_others_in_; ++i) {
    if (row.polls[i].after > loop || row.polls[i].begin < loop) return false;
  }
  for (const Alarm& alarm : row.alarms) {
    if (!alarm.is_ticker && alarm.begin >= loop) return false;   // Started on the way, it is still there.
  }
  return comparison_.is_where_it_was(now, polls_of(row), loop);
}

void Polling::look(const Operation& op, Poll& poll) {
  poll.kind = op.kind;
  poll.object = op.object;
  poll.has_outlived = false;
  poll.cases.clear();
  for (std::uint32_t i = 0; i < op.case_count; ++i) {
    poll.cases.push_back({op.cases[i].chan, op.cases[i].is_send});
  }
  if (op.kind == OpKind::kLen || op.kind == OpKind::kObserve) {
    poll.chan = op.object == nullptr ? detail::ChanState{} : op.object->chan;
  }
  poll.value = static_cast<const std::byte*>(op.slot);
  poll.value_was.resize(op.slot == nullptr ? 0 : static_cast<std::size_t>(op.argument));
}

void Polling::destroyed(const Object& object) {
  for (Row& row : rows_) {
    for (std::size_t i = 0; i < row.count; ++i) {
      Poll& poll = row.polls[i];
      if (poll.object == &object) poll.has_outlived = true;
      for (const Poll::Case& one : poll.cases) {
        if (one.chan == &object) poll.has_outlived = true;
      }
    }
  }
}

bool Polling::would_go_on(const Goroutine& g) const {
  const Row& row = rows_[g.id];
  for (std::size_t i = row.loop; i < row.count; ++i) {
    if (would_differ(row.polls[i], g.id)) return true;
  }
  return false;
}

bool Polling::some_would_go_on() const {
  return std::any_of(configuration_.live.begin(), configuration_.live.end(), [&](GoroutineId id) {
    const Goroutine& g = configuration_.at(id);
    return g.spins() && would_go_on(g);
  });
}

bool Polling::may_go_on(const Goroutine& g) const {
  const Row& row = rows_[g.id];
  return row.has_all && row.deeds != deeds_;
}

bool Polling::would_differ(const Poll& poll, GoroutineId self) const {
  if (poll.has_outlived) return true;
  switch (poll.kind) {
    case OpKind::kSelect:
      for (const Poll::Case& one : poll.cases) {
        if (rules::solo_step(one.chan, one.is_send) != StepKind::kRendezvous) return true;
        if (rules::is_meeting_place(one.chan) && has_partner(one, self)) return true;
      }
      return false;
    case OpKind::kLock:
    case OpKind::kUnlock:
    case OpKind::kReadLock:
    case OpKind::kReadUnlock:
    case OpKind::kWriteLock:
    case OpKind::kWriteUnlock:
    case OpKind::kTimerStart:
    case OpKind::kRecv: return false;   // What others have changed meanwhile is seen behind the lock only.
    case OpKind::kTryLock: return rules::is_free(*poll.object);
    case OpKind::kTryReadLock: return rules::is_free_to_read(*poll.object);
    case OpKind::kTryWriteLock: return rules::is_free_to_write(*poll.object);
    case OpKind::kLen:
    case OpKind::kObserve:
      return poll.object != nullptr &&
             (poll.object->chan.length != poll.chan.length ||
              poll.object->chan.closed != poll.chan.closed);
    default:
      return std::memcmp(poll.value, poll.value_was.data(), poll.value_was.size()) != 0;
  }
}

bool Polling::has_partner(const Poll::Case& of, GoroutineId self) const {
  for (const GoroutineId id : configuration_.live) {
    const Goroutine& other = configuration_.at(id);
    if (id == self || other.stand != Stand::kPending || other.is_gone) continue;
    const Operation& op = *other.pending;
    if (rules::is_non_blocking(op)) continue;
    for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
      if (rules::sends_at(op, i) != of.is_send && rules::chan_at(op, i) == of.chan) return true;
    }
  }
  return false;
}

}  // namespace gocheck::checker
