#include "order/trace.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "machine/hash.hpp"

namespace gocheck::checker {
namespace {

constexpr std::size_t kCaseBlock = 1024;
constexpr std::uint32_t kJoins = 8;   // Access kinds of one kind of object, at most.

/// The first access kind of the object's family: joins are kept by the distance from it.
constexpr std::uint32_t family_of(detail::ObjectKind kind) {
  switch (kind) {
    case detail::ObjectKind::kChan: return static_cast<std::uint32_t>(AccessKind::kBufferedSend);
    case detail::ObjectKind::kMutex: return static_cast<std::uint32_t>(AccessKind::kMutex);
    case detail::ObjectKind::kRWMutex: return static_cast<std::uint32_t>(AccessKind::kReadLock);
    case detail::ObjectKind::kWaitGroup: return static_cast<std::uint32_t>(AccessKind::kAdd);
    case detail::ObjectKind::kOnce: return static_cast<std::uint32_t>(AccessKind::kOnce);
    case detail::ObjectKind::kCond: return static_cast<std::uint32_t>(AccessKind::kCond);
    case detail::ObjectKind::kAtomic: return static_cast<std::uint32_t>(AccessKind::kLoad);
    case detail::ObjectKind::kTimer: return static_cast<std::uint32_t>(AccessKind::kClock);
  }
  return 0;
}

template <typename Entry>
std::vector<Entry>& lane_of(std::vector<std::vector<Entry>>& lanes, LocalId g) {
  if (lanes.size() <= g) lanes.resize(g + 1);
  return lanes[g];
}

}  // namespace

Trace::Trace() { begin(); }

// ---- Recording

void Trace::begin() {
  events_.clear();
  accesses_.clear();
  access_objects_.clear();
  access_places_.clear();
  participants_.clear();
  clocks_.clear();
  joins_.clear();
  thread_count_ = 0;
  occurrences_.clear();
  case_block_ = case_used_ = 0;
  object_count_ = 0;
  timer_records_.clear();
  timer_snapshots_.clear();
  ticker_channels_.clear();
  cutoff_ = kNoEvent;
  next_record(clock_id(), detail::ObjectKind::kTimer);
  add_thread(0, 0, 0);   // kTimers
}

ObjectRecord* Trace::next_record(std::uint64_t id, detail::ObjectKind kind) {
  if (object_count_ == objects_.size()) objects_.push_back(std::make_unique<ObjectRecord>());
  ObjectRecord* record = objects_[object_count_++].get();
  record->id = id;
  record->kind = kind;
  record->latest = SyncState{};
  record->events.clear();
  for (auto& lane : record->lanes) lane.clear();
  for (auto& lane : record->receivers) lane.clear();
  record->senders_mask = record->receivers_mask = 0;
  record->polled_with.clear();
  record->sends.clear();
  record->recvs.clear();
  record->sends_base = record->recvs_base = 0;
  record->seen = 0;
  record->joins = static_cast<std::uint32_t>(joins_.size());
  for (std::uint32_t n = 0; n < kJoins; ++n) joins_.add_unset();   // Set when the first of its kind comes.
  return record;
}

ObjectRecord* Trace::record_of(const Object* object) {
  if (object == nullptr) return nullptr;
  const std::uint64_t id = object_id(object);
  if (object->index < object_count_ && objects_[object->index]->id == id) {
    return objects_[object->index].get();
  }
  // The index is the controller's; nobody else reads or writes it.
  const_cast<Object*>(object)->index = static_cast<std::uint32_t>(object_count_);
  ObjectRecord* record = next_record(id, object->kind);
  switch (object->kind) {
    case detail::ObjectKind::kChan:
      record->latest.chan = object->chan;
      record->sends_base = object->chan.sent;
      record->recvs_base = object->chan.received;
      break;
    case detail::ObjectKind::kMutex: record->latest.mutex = object->mutex; break;
    case detail::ObjectKind::kRWMutex: record->latest.rwmutex = object->rwmutex; break;
    case detail::ObjectKind::kWaitGroup: record->latest.wait_group = object->wait_group; break;
    case detail::ObjectKind::kOnce: record->latest.once = object->once; break;
    case detail::ObjectKind::kCond:
    case detail::ObjectKind::kAtomic:
    case detail::ObjectKind::kTimer: break;
  }
  return record;
}

LocalId Trace::add_thread(GoroutineId id, LocalId parent, std::uint32_t born_after) {
  const LocalId g = thread_count_++;
  if (g == threads_.size()) threads_.emplace_back();
  if (g == clocks_.width()) {
    clocks_.widen();
    joins_.widen();
    successors_.widen();
  }
  Thread& thread = threads_[g];
  thread.id = id;
  thread.parent = parent;
  thread.born_after = born_after;
  thread.occurrences.clear();
  thread.events.clear();
  if (id >= locals_.size()) locals_.resize(id + 16);
  locals_[id] = g;
  return g;
}

void Trace::started(GoroutineId id, GoroutineId parent, bool by_timer) {
  const LocalId starter = by_timer ? kTimers : parent == 0 ? kTimers : locals_[parent];
  add_thread(id, starter, static_cast<std::uint32_t>(threads_[starter].events.size()));
}

CaseRecord* Trace::new_cases(std::size_t count) {
  if (case_block_ < case_blocks_.size() &&
      case_used_ + count > case_blocks_[case_block_].size()) {
    ++case_block_;
    case_used_ = 0;
  }
  if (case_block_ == case_blocks_.size() || case_blocks_[case_block_].size() < count) {
    case_blocks_.emplace(case_blocks_.begin() + static_cast<std::ptrdiff_t>(case_block_),
                         std::max(count, kCaseBlock));
  }
  CaseRecord* cases = case_blocks_[case_block_].data() + case_used_;
  case_used_ += count;
  return cases;
}

Occurrence& Trace::add_occurrence(LocalId g) {
  threads_[g].occurrences.push_back(static_cast<std::uint32_t>(occurrences_.size()));
  return occurrences_.emplace_back();
}

void Trace::arrived(const Goroutine& g, const Operation& operation) {
  Occurrence& op = add_occurrence(locals_[g.id]);
  op.kind = operation.kind;
  op.phase = g.phase;
  op.has_default = operation.has_default;
  op.has_read_lock = g.read_locks > 0;
  const bool is_timer_op = operation.kind == detail::OpKind::kTimerStart ||
                           operation.kind == detail::OpKind::kTimerStop ||
                           operation.kind == detail::OpKind::kTimerReset;
  op.object = is_timer_op ? nullptr : record_of(operation.object);
  op.mutex = operation.kind == detail::OpKind::kCondWait
                 ? record_of(static_cast<const Object*>(operation.slot))
                 : nullptr;
  op.argument = operation.argument;
  op.case_count = operation.case_count;
  op.cases = nullptr;
  if (operation.case_count > 0) {
    CaseRecord* cases = new_cases(operation.case_count);
    for (std::uint32_t i = 0; i < operation.case_count; ++i) {
      cases[i] = {record_of(operation.cases[i].chan), operation.cases[i].is_send};
    }
    op.cases = cases;
  }
  if (rules::is_channel_op(op)) index_cases(locals_[g.id], op);
}

/// Lets the channels know who could receive from them, and which others are tested together with them.
void Trace::index_cases(LocalId g, const Occurrence& op) {
  const auto k = static_cast<std::uint32_t>(threads_[g].occurrences.size() - 1);
  for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
    ObjectRecord* chan = rules::chan_at(op, i);
    if (chan == nullptr) continue;
    (rules::sends_at(op, i) ? chan->senders_mask : chan->receivers_mask) |= mask_of(g);
    if (!rules::sends_at(op, i) && chan->latest.chan.capacity == 0) {
      auto& lane = lane_of(chan->receivers, g);
      if (lane.empty() || lane.back() != k) lane.push_back(k);
    }
    if (!rules::is_non_blocking(op)) continue;
    for (std::uint16_t j = 0; j < rules::case_count(op); ++j) {
      ObjectRecord* other = rules::chan_at(op, j);
      auto& known = chan->polled_with;
      if (other == nullptr || std::find(known.begin(), known.end(), other) != known.end()) continue;
      known.push_back(other);
    }
  }
}

void Trace::take_part(LocalId g) {
  Participant& self = participants_.emplace_back();
  self.goroutine = g;
  self.index = static_cast<std::uint32_t>(threads_[g].events.size());
  threads_[g].events.push_back(static_cast<EventId>(events_.size() - 1));
  ++events_.back().participant_count;
}

void Trace::touch(ObjectRecord* object, AccessKind access, StepKind effect) {
  const Event& event = events_.back();
  static_cast<SyncState&>(*object) = object->latest;
  rules::note_access(access, object, event.argument, accesses_.emplace_back());
  access_objects_.push_back(object);
  access_places_.push_back(static_cast<std::uint32_t>(object->events.size()));
  ++events_.back().access_count;
  const auto e = static_cast<EventId>(events_.size() - 1);
  const Participant& self = first_participant(e);
  auto& lane = lane_of(object->lanes, self.goroutine);
  if (lane.empty() || lane.back().index != self.index) {
    lane.emplace_back() = {static_cast<std::uint32_t>(object->events.size()), self.index};
  }
  ObjectEvent& x = object->events.emplace_back();
  x.event = e;
  x.access = access;
  x.effect = effect;
  x.before = object->latest;
  rules::apply(effect, event.transition.goroutine, event.argument, object->latest);
}

/// A goroutine that a signal or broadcast wakes takes part in it: its next operation follows.
void Trace::wake(GoroutineId id) {
  const LocalId g = locals_[id];
  take_part(g);
  accesses_.push_back({goroutine_id(id), 0, 0, AccessKind::kWoken});
  access_objects_.push_back(nullptr);
  access_places_.push_back(0);
  ++events_.back().access_count;
  add_phase(g, Phase::kRelock);
}

/// The operation that g stands in front of goes on with `phase`.
void Trace::add_phase(LocalId g, Phase phase) {
  const Occurrence before = occurrences_[threads_[g].occurrences.back()];
  Occurrence& next = add_occurrence(g);
  next = before;
  next.phase = phase;
}

void Trace::stepped(const Configuration& before, const Transition& t) {
  const auto e = static_cast<EventId>(events_.size());
  const bool is_fire = t.kind == StepKind::kFire;
  const Operation* op = is_fire ? nullptr : before.at(t.goroutine).pending;
  Event& event = events_.emplace_back();
  event.transition = t;
  event.accesses = static_cast<std::uint32_t>(accesses_.size());
  event.participants = static_cast<std::uint32_t>(participants_.size());
  event.argument = is_fire ? 0 : op->argument;
  const LocalId self = is_fire ? kTimers : locals_[t.goroutine];
  take_part(self);
  if (t.peer != 0) take_part(locals_[t.peer]);
  if (rules::access_of(t.kind) == AccessKind::kClock) snapshot_timers(before);
  for_each_touch(before, t, [&](const Object* object, AccessKind access, StepKind effect) {
    touch(access == AccessKind::kClock ? clock_object() : record_of(object), access, effect);
  });
  for_each_woken(before, t, [&](GoroutineId id) { wake(id); });
  if (t.kind == StepKind::kAnnounce) add_phase(self, Phase::kAcquire);
  if (t.kind == StepKind::kPark) add_phase(self, Phase::kParked);
  publish(e);
}

void Trace::join_conflicting(Rows::Row row, std::size_t at) {
  const Access& access = accesses_[at];
  const ObjectRecord* object = access_objects_[at];
  if (object == nullptr) return;
  std::uint32_t kinds = conflicts_of(access.kind) & object->seen;
  const std::uint32_t family = family_of(object->kind);
  while (kinds != 0) {
    const auto kind = static_cast<std::uint32_t>(std::countr_zero(kinds));
    kinds &= kinds - 1;
    joins_.join(row, joins_[object->joins + kind - family]);
  }
  // Only the receive that freed the send's place, and the send of the received value, come before.
  if (access.kind == AccessKind::kBufferedSend && access.index >= access.capacity) {
    const std::size_t freed = access.index - access.capacity - object->recvs_base;
    if (freed < object->recvs.size()) clocks_.join(row, clock(object->recvs[freed]));
  }
  if (access.kind == AccessKind::kBufferedRecv) {
    const std::size_t sent = access.index - object->sends_base;
    if (sent < object->sends.size()) clocks_.join(row, clock(object->sends[sent]));
  }
}

/// Computes the event's clock and lets later events see it.
void Trace::publish(EventId e) {
  const Event& event = events_[e];
  const Rows::Row row = clocks_.add_unset();
  const auto by = participants(e);
  if (const Rows::ConstRow known = history(by.front().goroutine, by.front().index)) {
    clocks_.copy(row, known);
  } else {
    clocks_.clear(row);
  }
  for (const Participant& p : by.subspan(1)) {
    if (const Rows::ConstRow known = history(p.goroutine, p.index)) clocks_.join(row, known);
  }
  const std::size_t end = event.accesses + event.access_count;
  for (std::size_t at = event.accesses; at < end; ++at) join_conflicting(row, at);
  for (const Participant& p : by) row[p.goroutine] = p.index + 1;
  for (std::size_t at = event.accesses; at < end; ++at) {
    ObjectRecord* object = access_objects_[at];
    if (object == nullptr) continue;
    const auto kind = static_cast<std::uint32_t>(accesses_[at].kind);
    const Rows::Row joined = joins_[object->joins + kind - family_of(object->kind)];
    if ((object->seen & (1U << kind)) == 0) {
      object->seen |= 1U << kind;
      joins_.copy(joined, row);
    } else {
      joins_.join(joined, row);
    }
    if (accesses_[at].kind == AccessKind::kBufferedSend) object->sends.push_back(e);
    if (accesses_[at].kind == AccessKind::kBufferedRecv) object->recvs.push_back(e);
  }
}

void Trace::snapshot_timers(const Configuration& configuration) {
  timer_snapshots_.push_back(timer_records_.size());
  for (const auto& armed : configuration.timers) {
    const auto& state = armed.timer->timer;
    ObjectRecord* chan = record_of(armed.timer->chan);
    const bool is_periodic = state.period_ns > 0;
    timer_records_.push_back({armed.id, state.deadline_ns, state.sequence, is_periodic, chan});
    if (is_periodic && chan != nullptr &&
        std::find(ticker_channels_.begin(), ticker_channels_.end(), chan) ==
            ticker_channels_.end()) {
      ticker_channels_.push_back(chan);
    }
  }
}

void Trace::end(const Configuration& at_end) {
  snapshot_timers(at_end);
  timer_snapshots_.push_back(timer_records_.size());
  close_upwards();
}

/// What is known to a goroutine only grows: each of its events is the first to know those of p that the one before
/// did not. Complexity: O(events * goroutines).
void Trace::close_upwards() {
  successors_.clear();
  for (std::size_t e = 0; e <= size(); ++e) successors_.add_unset();
  const Rows::Row totals = successors_[size()];
  for (LocalId p = 0; p < thread_count_; ++p) totals[p] = static_cast<std::uint32_t>(threads_[p].events.size());
  for (LocalId q = 0; q < thread_count_; ++q) {
    known_.assign(clocks_.width(), 0);
    for (std::uint32_t m = 0; m < totals[q]; ++m) note_first(q, m, clock(threads_[q].events[m]));
    note_first(q, totals[q], totals);
  }
}

/// q's m-th event knows as much as `known`.
void Trace::note_first(LocalId q, std::uint32_t m, Rows::ConstRow known) {
  for (LocalId p = 0; p < thread_count_; ++p) {
    const EventId* events = threads_[p].events.data();
    for (std::uint32_t k = known_[p]; k < known[p]; ++k) successors_[events[k]][q] = m;
    known_[p] = known[p];
  }
}

void Trace::exited() {
  if (events_.empty()) return;
  accesses_.push_back({process_id(), 0, 0, AccessKind::kExit});   // Right behind the event's own.
  access_objects_.push_back(nullptr);
  access_places_.push_back(0);
  ++events_.back().access_count;
}

// ---- Reading

std::size_t Trace::place(EventId e, const ObjectRecord& object) const {
  const auto objects = touched(e);
  const auto at = std::find(objects.begin(), objects.end(), &object);
  return at == objects.end() ? object.events.size()
                             : access_places_[events_[e].accesses + static_cast<std::size_t>(at - objects.begin())];
}

Rows::ConstRow Trace::history(LocalId g, std::uint32_t k) const {
  while (k == 0) {
    if (g <= 1) return nullptr;   // The timers and main begin knowing nothing.
    k = threads_[g].born_after;
    g = threads_[g].parent;
  }
  return clock(threads_[g].events[k - 1]);
}

std::span<const TimerRecord> Trace::timers_before(std::size_t n) const {
  const std::size_t begin = timer_snapshots_[n];
  const std::size_t end = timer_snapshots_[n + 1];
  return {timer_records_.data() + begin, end - begin};
}

std::uint64_t Trace::fingerprint(const Registry& registry) const {
  std::uint64_t sum = 0;
  for (EventId e = 0; e < events_.size(); ++e) {
    const Transition& t = events_[e].transition;
    std::uint64_t hash = mix(registry.hash(t.goroutine), static_cast<std::uint64_t>(t.kind));
    hash = mix(hash, t.peer == 0 ? 0 : registry.hash(t.peer));
    hash = mix(hash, (std::uint64_t{t.select_case} << 48) | (std::uint64_t{t.peer_case} << 32) |
                         static_cast<std::uint32_t>(t.value));
    std::uint64_t past = 0;
    for (LocalId g = 0; g < thread_count_; ++g) {
      const std::uint32_t count = clock(e)[g];
      if (count > 0) past += mix(g == kTimers ? 1 : registry.hash(threads_[g].id), count);
    }
    sum += mix(hash, past);
  }
  return sum;
}

}  // namespace gocheck::checker
