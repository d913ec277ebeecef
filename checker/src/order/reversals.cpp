#include "order/reversals.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

/// Whether it can touch nothing but its object, whatever happens before; null: a timer.
bool concerns_one_object(const Occurrence* op) {
  return op != nullptr && !rules::is_channel_op(*op) && op->mutex == nullptr && !rules::is_clock_op(op->kind);
}

/// Whether it concerns a single object in a single way: what it does when it can do something does not depend on the
/// object's state.
bool is_uniform(const Occurrence& op) {
  switch (op.kind) {
    case detail::OpKind::kLock:
    case detail::OpKind::kTryLock:
    case detail::OpKind::kReadLock:
    case detail::OpKind::kTryReadLock:
    case detail::OpKind::kWriteLock:
    case detail::OpKind::kTryWriteLock:
    case detail::OpKind::kWait:
    case detail::OpKind::kOnceDone:
    case detail::OpKind::kLen:
    case detail::OpKind::kObserve:
    case detail::OpKind::kLoad:
    case detail::OpKind::kStore:
    case detail::OpKind::kReadModifyWrite:
    case detail::OpKind::kCompareExchange: return true;
    case detail::OpKind::kAdd: return op.argument >= 0;
    default: return false;
  }
}

}  // namespace

void Reversals::find(const Found& found) {
  found_ = &found;
  for (LocalId g = 1; g < trace_.goroutine_count(); ++g) {
    const auto pending = static_cast<std::uint32_t>(trace_.thread(g).occurrences.size());
    for (std::uint32_t k = 0; k < pending; ++k) occurrence(g, k);
  }
  const auto firings = static_cast<std::uint32_t>(trace_.thread(Trace::kTimers).events.size());
  if (trace_.clock_object()->events.empty() && trace_.timers_before(0).empty()) return;
  for (std::uint32_t k = 0; k <= firings; ++k) occurrence(Trace::kTimers, k);
}

void Reversals::occurrence(LocalId g, std::uint32_t k) {
  const Thread& thread = trace_.thread(g);
  op_ = g == Trace::kTimers ? nullptr : &trace_.occurrence(g, k);
  // Only others can let it go on, or nobody.
  if (op_ != nullptr && (op_->phase == Phase::kParked || op_->phase == Phase::kSpins)) return;
  g_ = g;
  k_ = k;
  own_ = k < thread.events.size() ? thread.events[k] : kNoEvent;
  history_ = trace_.history(g, k);
  beyond_ = own_ == kNoEvent ? nullptr : trace_.successors(own_);
  // An operation that can do one thing only did that.
  if (op_ == nullptr || rules::is_channel_op(*op_) || op_->kind == detail::OpKind::kChoose) {
    consider(kNoEvent);
  }
  if (concerns_one_object(op_)) {
    if (op_->object != nullptr) concurrent_events(*op_->object);
    return;
  }
  collect_objects();
  for (const ObjectRecord* object : objects_) concurrent_events(*object);
  if (op_ != nullptr && rules::is_channel_op(*op_)) meetings();
}

/// Considers the events of the object that neither happen before the occurrence nor fall with it.
void Reversals::concurrent_events(const ObjectRecord& object) {
  if (object.kind == detail::ObjectKind::kMutex) return events_in_front(object);
  if (op_ != nullptr && rules::is_channel_op(*op_) && object.is_seen_only(AccessKind::kRendezvous)) return;
  if (op_ != nullptr && &object == op_->object && object.latest.chan.capacity > 0) {
    if (op_->kind == detail::OpKind::kSend) return buffered_events(object, AccessKind::kBufferedSend);
    if (op_->kind == detail::OpKind::kRecv) return buffered_events(object, AccessKind::kBufferedRecv);
  }
  for (LocalId q = 0; q < object.lanes.size(); ++q) {
    for (const OwnEvent& own : concurrent_in(object, q)) {
      const ObjectEvent& x = object.events[own.at];
      if (!is_no_alternative(x)) consider(x.event);
    }
  }
}

/// Whether coming in front of x is no alternative: the occurrence did not need x for what it did and could not have
/// done anything else, as far as the object of x is concerned. Or what it could do is found otherwise: meetings on
/// one channel have only their partners in common, and those who stand there without x are the partners that it
/// has without its own event, or are taken back together with it (meetings()).
bool Reversals::is_no_alternative(const ObjectEvent& x) const {
  if (op_ != nullptr && x.access == AccessKind::kRendezvous && rules::is_channel_op(*op_)) return true;
  if (own_ == kNoEvent || op_ == nullptr || trace_.is_known_to(x.event, own_)) return false;
  const StepKind done = trace_.event(own_).transition.kind;
  if (is_uniform(*op_)) return done != StepKind::kOutlived;
  const bool is_plain = op_->kind == detail::OpKind::kSend || op_->kind == detail::OpKind::kRecv;
  if (is_plain && (done == StepKind::kBufferedSend || done == StepKind::kBufferedRecv)) return true;
  return done == StepKind::kDone && x.effect == StepKind::kDone;   // Without it the counter is larger.
}

/// q's part of them.
std::span<const OwnEvent> Reversals::concurrent_in(const ObjectRecord& object, LocalId q) const {
  const auto& lane = object.lanes[q];
  if (lane.empty()) return {};
  const auto is_before = [](const OwnEvent& own, std::uint32_t index) { return own.index < index; };
  auto begin = lane.begin();
  if (history_ != nullptr && is_before(*begin, history_[q])) {
    begin = std::lower_bound(begin, lane.end(), history_[q], is_before);
  }
  auto end = lane.end();
  if (beyond_ != nullptr && begin != end && !is_before(*(end - 1), beyond_[q])) {
    end = std::lower_bound(begin, end, beyond_[q], is_before);
  }
  return {begin, end};
}

/// Those of a mutex, which are in a row, each before the next, lie right in front of the occurrence.
/// A lock can come earlier only in front of somebody's acquisition, for without another event and all that follows the
/// mutex stays held. Coming before the last one is a race, and in the executions that begin so the one before
/// it is the last.
void Reversals::events_in_front(const ObjectRecord& mutex) {
  const bool locks = op_ != nullptr && (op_->kind == detail::OpKind::kLock ||
                                        (op_->kind == detail::OpKind::kCondWait && op_->phase == Phase::kRelock));
  const auto& events = mutex.events;
  const std::size_t end = own_ == kNoEvent ? events.size() : trace_.place(own_, mutex);
  std::size_t begin = end;
  for (; begin > 0; --begin) {
    const ObjectEvent& x = events[begin - 1];
    if (history_ != nullptr && trace_.is_among(x.event, history_)) break;
    if (locks && x.before.mutex.owner == 0) return consider(x.event);
  }
  if (locks) return;
  for (; begin < end; ++begin) consider(events[begin].event);
}

/// Those of a buffered channel, for a plain send or receive; `same`: its own kind. What that kind takes or frees is in a
/// row, and whoever did it before could only because there was room, or a value: the occurrence can have the last one's
/// place, and in the executions that begin so the one before is the last.
void Reversals::buffered_events(const ObjectRecord& chan, AccessKind same) {
  const ObjectEvent* last = nullptr;
  for (LocalId q = 0; q < chan.lanes.size(); ++q) {
    for (const OwnEvent& own : concurrent_in(chan, q)) {
      const ObjectEvent& x = chan.events[own.at];
      if (x.access != same) {
        if (!is_no_alternative(x)) consider(x.event);
      } else if (last == nullptr || last < &x) {
        last = &x;
      }
    }
  }
  if (last != nullptr) consider(last->event);
}

void Reversals::add_object(ObjectRecord* object) {
  if (object == nullptr) return;
  if (std::find(objects_.begin(), objects_.end(), object) == objects_.end()) {
    objects_.push_back(object);
  }
}

/// The objects whose events can matter to the occurrence: those that it can touch, and those that it did touch.
void Reversals::collect_objects() {
  objects_.clear();
  if (op_ == nullptr || rules::is_clock_op(op_->kind)) add_object(trace_.clock_object());
  if (g_ == Trace::kTimers) {
    for (const TimerRecord& timer :
         trace_.timers_before(trace_.clock_object()->events.size())) {
      add_object(timer.chan);
    }
    for (ObjectRecord* chan : trace_.ticker_channels()) add_object(chan);
  }
  if (own_ != kNoEvent) {
    for (ObjectRecord* object : trace_.touched(own_)) add_object(object);
  }
  if (op_ == nullptr) return;
  add_object(op_->object);
  add_object(op_->mutex);
  for (std::uint16_t i = 0; i < rules::case_count(*op_); ++i) {
    ObjectRecord* chan = rules::chan_at(*op_, i);
    add_object(chan);
    if (chan == nullptr) continue;
    // A partner's select with default tests channels that this operation does not know.
    for (ObjectRecord* other : chan->polled_with) add_object(other);
  }
}

/// The occurrence without what x sets off, or, without x, instead of what it did.
void Reversals::consider(EventId x) {
  prefix_.reset();
  if (own_ != kNoEvent) prefix_.drop(own_);
  if (x != kNoEvent) prefix_.drop(x);
  if (prefix_.first_dropped() == trace_.size()) return;
  transitions_.clear();
  prefix_.alternatives(g_, k_, transitions_);
  if (transitions_.empty()) return;
  const bool is_own_changed =
      x != kNoEvent && own_ != kNoEvent && dependent(trace_.footprint(x), trace_.footprint(own_));
  const bool is_own_possible = own_ != kNoEvent && (x == kNoEvent || !trace_.is_known_to(x, own_));
  for (const Transition& t : transitions_) {
    if (is_own_possible && t == trace_.event(own_).transition) continue;   // As it was done.
    offer(t, x, !is_own_changed);
  }
}

/// PRUNE of the algorithm: x has to matter to the alternative or to what was done instead (pitfall P14).
void Reversals::offer(const Transition& t, EventId x, bool needs_dependence) {
  alternative_.transition = t;
  prefix_.accesses(g_, t, alternative_.accesses);
  if (x != kNoEvent && needs_dependence &&
      !dependent(trace_.footprint(x), alternative_.footprint())) {
    return;
  }
  (*found_)(prefix_, alternative_);
}

/// Rendezvous with occurrences that met somebody else: both partners are taken back. The sender's side
/// finds each pair once.
void Reversals::meetings() {
  for (std::uint16_t i = 0; i < rules::case_count(*op_); ++i) {
    const ObjectRecord* chan = rules::chan_at(*op_, i);
    if (!rules::sends_at(*op_, i) || chan == nullptr) continue;
    for (LocalId q = 1; q < chan->receivers.size(); ++q) {
      if (q == g_) continue;
      const auto& lane = chan->receivers[q];
      const std::size_t events = trace_.thread(q).events.size();
      auto at = std::lower_bound(lane.begin(), lane.end(), history_ == nullptr ? 0 : history_[q]);
      for (; at != lane.end() && *at < events; ++at) {
        if (beyond_ != nullptr && *at > beyond_[q]) break;   // From here on q knows the occurrence.
        meeting(i, q, *at);
      }
    }
  }
}

/// A rendezvous of case i with any case of q's m-th occurrence.
void Reversals::meeting(std::uint16_t i, LocalId q, std::uint32_t m) {
  const Occurrence& other = trace_.occurrence(q, m);
  if (other.phase == Phase::kSpins || (rules::is_non_blocking(*op_) && rules::is_non_blocking(other))) return;
  const ObjectRecord* chan = rules::chan_at(*op_, i);
  peer_ = q;
  peer_index_ = m;
  for (std::uint16_t j = 0; j < rules::case_count(other); ++j) {
    if (rules::sends_at(other, j) || rules::chan_at(other, j) != chan) continue;
    const Transition t{.goroutine = trace_.thread(g_).id,
                       .peer = trace_.thread(q).id,
                       .select_case = i,
                       .peer_case = j,
                       .kind = StepKind::kRendezvous};
    meet_with_closes(*chan, t, kNoEvent);
    // What a select with default tests besides can come later than the meeting.
    tested_.clear();
    rules::observations(*op_, i, [&](ObjectRecord* tested) { tested_.push_back(tested); });
    rules::observations(other, j, [&](ObjectRecord* tested) { tested_.push_back(tested); });
    for (const ObjectRecord* object : tested_) {
      for (const ObjectEvent& x : object->events) meet_with_closes(*chan, t, x.event);
    }
  }
}

/// The channel has to be open: a close that came before the meeting is taken back as well.
void Reversals::meet_with_closes(const ObjectRecord& chan, const Transition& t, EventId x) {
  meet(t, x, kNoEvent);
  for (const ObjectEvent& z : chan.events) {
    if (z.access == AccessKind::kClose) meet(t, x, z.event);
  }
}

void Reversals::meet(const Transition& t, EventId x, EventId z) {
  const EventId other = trace_.thread(peer_).events[peer_index_];
  const Rows::ConstRow theirs = trace_.history(peer_, peer_index_);
  const auto is_past = [&](EventId e) {
    return (history_ != nullptr && trace_.is_among(e, history_)) ||
           (theirs != nullptr && trace_.is_among(e, theirs));
  };
  if (own_ == other && t == trace_.event(other).transition && x == kNoEvent && z == kNoEvent) {
    return;
  }
  prefix_.reset();
  if (own_ != kNoEvent) prefix_.drop(own_);
  prefix_.drop(other);
  for (const EventId e : {x, z}) {
    if (e == kNoEvent) continue;
    if (is_past(e) || !prefix_.keeps(e)) return;   // Never possible, or nothing new.
    prefix_.drop(e);
  }
  if (!prefix_.is_pending(g_, k_) || !prefix_.is_pending(peer_, peer_index_)) return;
  if (prefix_.is_meeting_place(rules::chan_at(*op_, t.select_case))) offer(t, x, true);
}

}  // namespace gocheck::checker
