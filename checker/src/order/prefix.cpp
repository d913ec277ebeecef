#include "order/prefix.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

/// The first of the object's events that is `e` or a later one. Without a branch: where it lies cannot be predicted.
const ObjectEvent* first_from(const std::vector<ObjectEvent>& events, EventId e) {
  const ObjectEvent* at = events.data();
  for (std::size_t n = events.size(); n > 0;) {
    const std::size_t half = (n + 1) / 2;
    at += at[half - 1].event < e ? half : 0;
    n -= half;
  }
  return at;
}

}  // namespace

void Prefix::reset() {
  kept_.resize(trace_.rows().width());
  trace_.rows().copy(kept_.data(), trace_.totals());
  first_ = kept_end_ = static_cast<EventId>(trace_.size());
}

void Prefix::drop(EventId e) {
  trace_.rows().meet(kept_.data(), trace_.successors(e));
  first_ = std::min(first_, e);
  kept_end_ = kNoEvent;
}

EventId Prefix::kept_end() {
  if (kept_end_ != kNoEvent) return kept_end_;
  kept_end_ = first_;
  for (LocalId g = 0; g < trace_.goroutine_count(); ++g) {
    if (kept_[g] > 0) kept_end_ = std::max(kept_end_, trace_.thread(g).events[kept_[g] - 1] + 1);
  }
  return kept_end_;
}

/// Brings the object's scratch state to what it is after the prefix.
ObjectRecord* Prefix::evaluate(ObjectRecord* object) {
  if (object == nullptr) return nullptr;
  SyncState& state = *object;
  if (object->is_seen_only(AccessKind::kRendezvous)) {   // Which leave no trace in the channel.
    state = object->latest;
    return object;
  }
  const ObjectEvent* const last = object->events.data() + object->events.size();
  const ObjectEvent* at = rewind(object);
  if (at == last) return object;
  for (const EventId end = kept_end(); at != last && at->event < end; ++at) {
    if (!keeps(at->event)) {
      if (object->kind == detail::ObjectKind::kMutex) break;   // All that follows fell with it.
      continue;
    }
    const Event& event = trace_.event(at->event);
    rules::apply(at->effect, event.transition.goroutine, event.argument, state);
  }
  return object;
}

/// Brings the object's scratch state to what it was before the first dropped event. Returns its first event from
/// there on.
const ObjectEvent* Prefix::rewind(ObjectRecord* object) const {
  const ObjectEvent* const at = first_from(object->events, first_);
  const bool is_latest = at == object->events.data() + object->events.size();
  static_cast<SyncState&>(*object) = is_latest ? object->latest : at->before;
  return at;
}

void Prefix::rest(std::vector<Footprint>& out) {
  dones_.clear();
  dones_.reserve(trace_.size());   // They are pointed to.
  counted_.clear();
  const EventId end = kept_end();
  for (EventId e = first_; e < end; ++e) {
    if (!keeps(e)) continue;
    Footprint step = trace_.footprint(e);
    const StepKind kind = step.transition.kind;
    if (kind == StepKind::kDone || kind == StepKind::kAdd) {
      // A dropped done() that came before is missing from the counter that was recorded.
      ObjectRecord* group = trace_.touched(e).front();
      if (std::find(counted_.begin(), counted_.end(), group) == counted_.end()) {
        counted_.push_back(group);
        rewind(group);
      }
      const std::int64_t argument = trace_.event(e).argument;
      if (kind == StepKind::kDone) {
        rules::note_access(AccessKind::kDone, group, argument, dones_.emplace_back());
        step.accesses = {&dones_.back(), 1};
      }
      rules::apply(kind, 0, argument, *group);
    }
    out.push_back(step);
  }
}

bool Prefix::exists(LocalId g) const {
  while (g > 1 && kept_[g] == 0) {
    const Thread& thread = trace_.thread(g);
    if (kept_[thread.parent] < thread.born_after) return false;
    g = thread.parent;
  }
  return true;
}

const Occurrence* Prefix::pending(LocalId g) const {
  if (kept_[g] >= trace_.thread(g).occurrences.size() || !exists(g)) return nullptr;
  const Occurrence& op = trace_.occurrence(g, kept_[g]);
  return op.phase == Phase::kSpins ? nullptr : &op;
}

void Prefix::alternatives(LocalId g, std::uint32_t k, std::vector<Transition>& out) {
  if (g == Trace::kTimers) {
    if (const TimerRecord* timer = next_timer(passed_over_)) {
      out.push_back({.goroutine = timer->id, .kind = StepKind::kFire});
    }
    return;
  }
  const Occurrence& op = trace_.occurrence(g, k);
  if (rules::is_clock_op(op.kind) && clock_stands()) return;
  const GoroutineId id = trace_.thread(g).id;
  if (rules::is_channel_op(op)) return channel(g, op, out);
  if (op.kind == detail::OpKind::kChoose) {
    for (std::int32_t value = 0; value < op.argument; ++value) {
      out.push_back({.goroutine = id, .value = value, .kind = StepKind::kChoose});
    }
    return;
  }
  evaluate(op.object);
  evaluate(op.mutex);
  if (const auto kind = rules::sync_step(op, op.phase, op.has_read_lock)) {
    Transition& t = out.emplace_back();
    t.goroutine = id;
    t.kind = *kind;
  }
}

void Prefix::channel(LocalId g, const Occurrence& op, std::vector<Transition>& out) {
  const GoroutineId id = trace_.thread(g).id;
  bool is_ready = false;
  for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
    const ObjectRecord* chan = evaluate(rules::chan_at(op, i));
    const StepKind solo = rules::solo_step(chan, rules::sends_at(op, i));
    if (solo != StepKind::kRendezvous) {
      is_ready = true;
      out.push_back({.goroutine = id, .select_case = i, .kind = solo});
    } else if (rules::is_meeting_place(chan)) {
      partners(g, op, i, out);
    }
  }
  if (rules::is_non_blocking(op) && !is_ready) {
    out.push_back({.goroutine = id,
                   .select_case = rules::case_count(op),
                   .kind = StepKind::kDefault});
  }
}

void Prefix::partners(LocalId g, const Occurrence& op, std::uint16_t i,
                      std::vector<Transition>& out) {
  const bool is_send = rules::sends_at(op, i);
  const GoroutineId id = trace_.thread(g).id;
  const ObjectRecord& chan = *rules::chan_at(op, i);
  const std::uint64_t others = is_send ? chan.receivers_mask : chan.senders_mask;
  for (LocalId q = 1; q < trace_.goroutine_count(); ++q) {
    const Occurrence* other = q == g || (others & mask_of(q)) == 0 ? nullptr : pending(q);
    if (other == nullptr || !rules::is_channel_op(*other)) continue;
    if (rules::is_non_blocking(op) && rules::is_non_blocking(*other)) continue;
    for (std::uint16_t j = 0; j < rules::case_count(*other); ++j) {
      if (rules::sends_at(*other, j) == is_send) continue;
      if (rules::chan_at(*other, j) != &chan) continue;
      const GoroutineId other_id = trace_.thread(q).id;
      Transition& t = out.emplace_back();
      t.goroutine = is_send ? id : other_id;
      t.peer = is_send ? other_id : id;
      t.select_case = is_send ? i : j;
      t.peer_case = is_send ? j : i;
      t.kind = StepKind::kRendezvous;
    }
  }
}

std::span<const TimerRecord> Prefix::armed_timers() const {
  const auto& events = trace_.clock_object()->events;
  const auto dropped = std::partition_point(
      events.begin(), events.end(), [&](const ObjectEvent& o) { return keeps(o.event); });
  return trace_.timers_before(static_cast<std::size_t>(dropped - events.begin()));
}

/// The timer that would fire next, as machine/semantics.cpp has it. `passed_over`
/// gets the channels of the full tickers in front of it.
const TimerRecord* Prefix::next_timer(std::vector<ObjectRecord*>& passed_over) {
  if (clock_stands()) return nullptr;
  const auto armed = armed_timers();
  const TimerRecord* first = nullptr;
  for (const TimerRecord& timer : armed) {
    if (timer.is_periodic && timer.chan != nullptr) {
      const detail::ChanState& state = evaluate(timer.chan)->chan;
      if (state.length == state.capacity) continue;
    }
    if (first == nullptr || rules::is_due_before(timer, *first)) first = &timer;
  }
  passed_over.clear();
  if (first == nullptr) return nullptr;
  for (const TimerRecord& timer : armed) {
    if (&timer != first && timer.chan != nullptr && rules::is_due_before(timer, *first)) {
      passed_over.push_back(timer.chan);
    }
  }
  return first;
}

/// Those who are parked on the condition variable after the prefix: the head of the queue, or all.
void Prefix::woken(const Occurrence& op, bool all, std::vector<Access>& out) {
  std::vector<GoroutineId> queue;
  for (const ObjectEvent& o : op.object->events) {
    if (!keeps(o.event)) continue;
    if (o.effect == StepKind::kPark) {
      queue.push_back(trace_.event(o.event).transition.goroutine);
    } else if (o.effect == StepKind::kBroadcast) {
      queue.clear();
    } else if (o.effect == StepKind::kSignal && !queue.empty()) {
      queue.erase(queue.begin());
    }
  }
  for (const GoroutineId id : queue) {
    out.push_back({goroutine_id(id), 0, 0, AccessKind::kWoken});
    if (!all) return;
  }
}

void Prefix::accesses(LocalId g, const Transition& t, std::vector<Access>& out) {
  out.clear();
  std::int64_t argument = 0;
  const auto add = [&](ObjectRecord* object, AccessKind kind) {
    if (kind == AccessKind::kClock) {
      out.push_back({clock_id(), 0, 0, kind});
    } else {
      rules::note_access(kind, evaluate(object), argument, out.emplace_back());
    }
  };
  if (t.kind == StepKind::kFire) {
    add(nullptr, AccessKind::kClock);
    const TimerRecord* timer = next_timer(passed_over_);
    for (ObjectRecord* full : passed_over_) add(full, AccessKind::kObserve);
    if (timer->chan == nullptr) return;
    const detail::ChanState& state = evaluate(timer->chan)->chan;
    return add(timer->chan, state.length < state.capacity ? AccessKind::kBufferedSend
                                                          : AccessKind::kObserve);
  }
  const auto touch = [&](ObjectRecord* object, AccessKind kind, StepKind) { add(object, kind); };
  const bool is_sender = trace_.thread(g).id == t.goroutine;
  const LocalId self = is_sender ? g : trace_.local(t.goroutine);
  const Occurrence& op = *pending(self);
  argument = op.argument;
  rules::touches(t.kind, op, t.select_case, touch);
  if (t.peer != 0) {
    rules::observations(*pending(trace_.local(t.peer)), t.peer_case, [&](ObjectRecord* chan) {
      add(chan, AccessKind::kObserve);
    });
  }
  if (t.kind == StepKind::kSignal || t.kind == StepKind::kBroadcast) {
    woken(op, t.kind == StepKind::kBroadcast, out);
  }
}

}  // namespace gocheck::checker
