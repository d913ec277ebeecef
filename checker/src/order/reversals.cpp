#include "order/reversals.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

bool is_clock_op(detail::OpKind kind) {
  return kind == detail::OpKind::kNow || kind == detail::OpKind::kTimerStart ||
         kind == detail::OpKind::kTimerStop || kind == detail::OpKind::kTimerReset;
}

}  // namespace

void Reversals::find(const Found& found) {
  found_ = &found;
  has_polls_ = false;
  for (LocalId g = 1; g < trace_.goroutine_count(); ++g) {
    for (std::uint32_t k = 0; k < trace_.thread(g).occurrences.size(); ++k) {
      has_polls_ = has_polls_ || rules::is_non_blocking(trace_.occurrence(g, k));
    }
  }
  for (LocalId g = 0; g < trace_.goroutine_count(); ++g) {
    const Thread& thread = trace_.thread(g);
    const std::size_t pending = g == Trace::kTimers ? thread.events.size() + 1
                                                    : thread.occurrences.size();
    for (std::uint32_t k = 0; k < pending; ++k) occurrence(g, k);
  }
}

void Reversals::occurrence(LocalId g, std::uint32_t k) {
  const Thread& thread = trace_.thread(g);
  const Occurrence* op = g == Trace::kTimers ? nullptr : &trace_.occurrence(g, k);
  if (op != nullptr && op->phase == Phase::kParked) return;   // Only others can let it go on.
  g_ = g;
  k_ = k;
  own_ = k < thread.events.size() ? thread.events[k] : kNoEvent;
  consider(kNoEvent);
  collect_objects(g, op);
  const std::uint32_t* history = trace_.history(g, k);
  for (const ObjectRecord* object : objects_) {
    for (const ObjectEvent& o : object->events) {
      const Participant& p = trace_.first_participant(o.event);
      if (history != nullptr && history[p.goroutine] > p.index) continue;
      // What happens after the occurrence itself falls with it.
      if (own_ != kNoEvent && (o.event == own_ || trace_.happens_before(own_, o.event))) continue;
      consider(o.event);
    }
  }
  if (op != nullptr && rules::is_channel_op(*op)) meetings();
}

void Reversals::add_object(ObjectRecord* object) {
  if (object == nullptr) return;
  if (std::find(objects_.begin(), objects_.end(), object) == objects_.end()) {
    objects_.push_back(object);
  }
}

/// The objects whose events can matter to the occurrence: those that it can touch, and those that it did touch.
void Reversals::collect_objects(LocalId g, const Occurrence* op) {
  objects_.clear();
  if (op == nullptr || is_clock_op(op->kind)) add_object(trace_.clock_object());
  if (g == Trace::kTimers) {
    for (const TimerRecord& timer :
         trace_.timers_before(trace_.clock_object()->events.size())) {
      add_object(timer.chan);
    }
    for (ObjectRecord* chan : trace_.ticker_channels()) add_object(chan);
  }
  if (own_ != kNoEvent) {
    for (ObjectRecord* object : trace_.touched(own_)) add_object(object);
  }
  if (op == nullptr) return;
  add_object(op->object);
  add_object(op->mutex);
  for (std::uint16_t i = 0; i < rules::case_count(*op); ++i) add_object(rules::chan_at(*op, i));
  if (has_polls_ && rules::is_channel_op(*op)) {
    // A partner's select with default tests channels that this operation does not know.
    for (ObjectRecord* object : trace_.objects()) {
      if (object->kind == detail::ObjectKind::kChan) add_object(object);
    }
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
  for (const Transition& t : transitions_) offer(t, x, !is_own_changed);
}

/// PRUNE of the algorithm: x has to matter to the alternative or to what was done instead. Both
/// halves are needed (test "oracle: negative wait groups", pitfall P14).
void Reversals::offer(const Transition& t, EventId x, bool needs_dependence) {
  if (x == kNoEvent && own_ != kNoEvent && t == trace_.event(own_).transition) return;
  alternative_.transition = t;
  prefix_.accesses(g_, t, alternative_.accesses);
  if (x != kNoEvent && needs_dependence &&
      !dependent(trace_.footprint(x), alternative_.footprint())) {
    return;
  }
  (*found_)(prefix_, alternative_);
}

/// Rendezvous with occurrences that met somebody else: both partners are taken back.
void Reversals::meetings() {
  const std::uint32_t* history = trace_.history(g_, k_);
  for (LocalId q = 1; q < trace_.goroutine_count(); ++q) {
    if (q == g_) continue;
    const Thread& other = trace_.thread(q);
    for (std::uint32_t m = history == nullptr ? 0 : history[q]; m < other.events.size(); ++m) {
      const std::uint32_t* known = trace_.history(q, m);
      if (known != nullptr && known[g_] > k_) break;   // From here on q knows the occurrence.
      if (rules::is_channel_op(trace_.occurrence(q, m))) meeting(q, m);
    }
  }
}

void Reversals::meeting(LocalId q, std::uint32_t m) {
  const Occurrence& mine = trace_.occurrence(g_, k_);
  const Occurrence& other = trace_.occurrence(q, m);
  const bool polls = rules::is_non_blocking(mine) || rules::is_non_blocking(other);
  if (rules::is_non_blocking(mine) && rules::is_non_blocking(other)) return;
  const EventId event = trace_.thread(q).events[m];
  for (std::uint16_t i = 0; i < rules::case_count(mine); ++i) {
    if (!rules::sends_at(mine, i)) continue;   // The sender's side finds each pair once.
    ObjectRecord* chan = rules::chan_at(mine, i);
    if (chan == nullptr || chan->latest.chan.capacity != 0) continue;
    for (std::uint16_t j = 0; j < rules::case_count(other); ++j) {
      if (rules::sends_at(other, j) || rules::chan_at(other, j) != chan) continue;
      const Transition t{.goroutine = trace_.thread(g_).id,
                         .peer = trace_.thread(q).id,
                         .select_case = i,
                         .peer_case = j,
                         .kind = StepKind::kRendezvous};
      meet(q, event, t, kNoEvent, kNoEvent);
      for (const ObjectEvent& z : chan->events) {
        if (z.access == AccessKind::kClose) meet(q, event, t, kNoEvent, z.event);
      }
      if (!polls) continue;
      for (const ObjectRecord* object : trace_.objects()) {
        if (object->kind != detail::ObjectKind::kChan) continue;
        for (const ObjectEvent& x : object->events) {
          meet(q, event, t, x.event, kNoEvent);
          for (const ObjectEvent& z : chan->events) {
            if (z.access == AccessKind::kClose) meet(q, event, t, x.event, z.event);
          }
        }
      }
    }
  }
}

void Reversals::meet(LocalId q, EventId other, const Transition& t, EventId x, EventId z) {
  const std::uint32_t m = trace_.index_of(other, q);
  const std::uint32_t* mine = trace_.history(g_, k_);
  const std::uint32_t* theirs = trace_.history(q, m);
  const auto is_past = [&](EventId e) {
    const Participant& of = trace_.first_participant(e);
    return (mine != nullptr && mine[of.goroutine] > of.index) ||
           (theirs != nullptr && theirs[of.goroutine] > of.index);
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
  if (!prefix_.is_pending(g_, k_) || !prefix_.is_pending(q, m)) return;
  transitions_.clear();
  prefix_.alternatives(g_, k_, transitions_);
  if (std::find(transitions_.begin(), transitions_.end(), t) == transitions_.end()) return;
  offer(t, x, true);
}

}  // namespace gocheck::checker
