#include "polling/polling.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "isolation/heap.hpp"
#include "polling/compared_memory.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {
void Polling::begin_execution() {
  for (GoroutineId id = 0; id < rows_.size(); ++id) acted(id);
  under_way_ = 0;
  deeds_ = 0;
  lets_others_in_ = false;
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
}

void Polling::started(GoroutineId child, GoroutineId parent) {
  if (active_ == 0) return;
  for (Row& row : rows_) {
    if (row.count > 0) row.influence.started(child, parent);
  }
}

void Polling::step(const Transition& t) {
  if (active_ > 0) follow(t);
  if (t.kind == StepKind::kFire) {
    ++deeds_;
    return;
  }
  const Goroutine& g = configuration_.at(t.goroutine);
  if (is_among(kLockSteps, t.kind) && g.pending->kind != OpKind::kCondWait) return step_through(g, t);
  if (is_among(kPollSteps, t.kind)) return add(g, row(g.id), t);
  acted(t.goroutine);
  if (t.peer != 0) acted(t.peer);
}

/// A lock or an unlock.
void Polling::step_through(const Goroutine& g, const Transition& t) {
  Row& row = this->row(g.id);
  if (row.has_all) return add(g, row, t);
  drop(row);
  ++deeds_;
}

/// The step as one of others than those whose rows there are.
void Polling::follow(const Transition& t) {
  accesses_of(configuration_, t, accesses_);
  for (const GoroutineId id : configuration_.live) {
    if (id < rows_.size() && id != t.goroutine && rows_[id].count > 0) rows_[id].influence.step(t, accesses_);
  }
}

/// Until the next call.
Position Polling::position_of(const Goroutine& g) {
  const std::uint32_t slot = registry_.slot(g.id);
  heap::slot(slot).free_blocks(free_blocks_);
  return {g.stack, stack_of(g), g.pending->kind, free_blocks_, heap_in_use(slot)};
}

/// The next poll of the row.
void Polling::add(const Goroutine& g, Row& row, const Transition& t) {
  if (row.spins) {
    // It was let go on: a new row, as if it had come here for the first time.
    clear(row);
    row.has_been_back = true;
  }
  if (row.count >= kPollsMax) drop(row);
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

/// Copies all memory that the goroutine could write to. False: too much, or there is more.
bool Polling::note_memory(const Goroutine& g) {
  if (snapshot::has_more()) return false;
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
  hidden_changes_were_ = snapshot::hidden_changes();
  heap_top_was_ = heap::slot(registry_.slot(g.id)).top();
  under_way_ = g.id;
  return true;
}

/// False: more has changed than can be told.
bool Polling::note_changes(const Goroutine& g, Poll& poll) {
  poll.changes.clear();
  if (snapshot::hidden_changes() != hidden_changes_were_ ||
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
/// left of its rounds, more and more rarely: for one return after 2, two after 4, three after 8...
inline void Polling::come_to_lock(const Goroutine& g, Row& row) {
  if (!row.landmark.comes_by(g) || row.has_been_back) return;
  ++row.returns;
  const std::uint32_t since = row.returns - std::bit_floor(row.returns);
  const bool looks = since == 0 || since + 1 < static_cast<std::uint32_t>(std::bit_width(row.returns));
  if (!looks) drop(row);
  let_have_all(row, looks);
}

bool Polling::came(const Goroutine& g) {
  const Operation& op = *g.pending;
  if (op.kind == OpKind::kSelect && !op.has_default) {
    acted(g.id);   // It waits.
    return false;
  }
  if (under_way_ == g.id) {
    under_way_ = 0;
    Row& row = rows_[g.id];
    Poll& poll = row.polls[row.count - 1];
    if (!note_changes(g, poll)) drop(row);
    if (poll.value != nullptr) std::memcpy(poll.value_was.data(), poll.value, poll.value_was.size());
  }
  if (is_among(kUnlocks, op.kind)) return false;   // To wait here would keep others from the lock.
  Row& row = this->row(g.id);
  if (const auto loop = loop_of(g, row)) {
    row.loop = *loop;
    row.spins = true;
    row.deeds = deeds_;
    return true;
  }
  if (is_among(kLocks | kTries, op.kind)) come_to_lock(g, row);
  return false;
}

/// The poll since which g's row is for nothing; the latest, if there is one.
std::optional<std::size_t> Polling::loop_of(const Goroutine& g, const Row& row) {
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
    if (row.polls[i].after > loop) return false;
  }
  return comparison_.is_where_it_was(now, {row.polls.data(), row.count}, loop);
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
    case OpKind::kWriteUnlock: return false;   // What others have changed meanwhile is seen behind the lock only.
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
