#include "race/clocks.hpp"

#include <algorithm>

#include "race/program_objects.hpp"

namespace gocheck::checker::race {
namespace {

// Parts of one object that pass order on separately.
constexpr std::uint64_t kWhole = 0;      // A channel: its close. An RWMutex: its writers.
constexpr std::uint64_t kReaders = 1;    // An RWMutex.
constexpr std::uint64_t kFirstSlot = 1;  // A channel: its buffer.

// Addresses and object identities are both keys: no identity has this bit, nor has an address.
constexpr std::uint64_t kAddress = std::uint64_t{1} << 63;

}  // namespace

void Clocks::begin_execution() {
  ++generation_;
  count_ = 0;
  used_ = 0;
  clocks_used_ = 0;
  steps_ = 0;
}

Clocks::Thread& Clocks::start(GoroutineId id) {
  if (count_ == threads_.size()) threads_.emplace_back();
  Thread& thread = threads_[count_];
  const auto tid = static_cast<Tid>(count_++);
  thread.id = id;
  thread.clock.clear();
  thread.clock.set(tid, 1);
  thread.fence_acquired.clear();
  thread.fence_released.clear();
  thread.locks.clear();
  thread.ends.clear();
  if (id >= tids_.size()) tids_.resize(std::size_t{id} + 1);
  tids_[id] = {generation_, tid};
  return thread;
}

void Clocks::fork(GoroutineId child, GoroutineId parent) {
  Thread& thread = start(child);
  if (parent == 0) return;
  thread.clock.join(threads_[tid(parent)].clock);
  tick(tid(parent));
}

void Clocks::fork(GoroutineId child, const TimerCore& timer) {
  Thread& thread = start(child);
  thread.clock.join(clock_of(&timer));
}

void Clocks::tick(Tid tid) {
  Thread& thread = threads_[tid];
  if (has_history_) thread.ends.push_back(steps_);
  thread.clock.set(tid, thread.clock.at(tid) + 1);
}

std::uint32_t Clocks::step_of(Tid tid, Time time) const {
  const auto& ends = threads_[tid].ends;
  return time == 0 || time > ends.size() ? 0 : ends[time - 1];
}

// ---- What passes order on

VectorClock* Clocks::find(const Key& key) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = (key.thing * 0x9E3779B97F4A7C15ULL + key.part * 0xD1B54A32D192ED03ULL) >> 20;
  for (at &= mask;; at = (at + 1) & mask) {
    const Entry& entry = table_[at];
    if (entry.generation != generation_) return nullptr;
    if (entry.key == key) return &clocks_[entry.clock];
  }
}

VectorClock& Clocks::clock_of(const Key& key) {
  if (VectorClock* known = find(key); known != nullptr) return *known;
  if ((used_ + 1) * 2 > table_.size()) grow();
  if (clocks_used_ == clocks_.size()) clocks_.emplace_back();
  VectorClock& clock = clocks_[clocks_used_];
  clock.clear();
  const std::size_t mask = table_.size() - 1;
  std::size_t at = (key.thing * 0x9E3779B97F4A7C15ULL + key.part * 0xD1B54A32D192ED03ULL) >> 20;
  at &= mask;
  while (table_[at].generation == generation_) at = (at + 1) & mask;
  table_[at] = {key, generation_, static_cast<std::uint32_t>(clocks_used_++)};
  ++used_;
  return clock;
}

VectorClock& Clocks::clock_of(const Object* object, std::uint64_t part) {
  return clock_of(Key{object_id(object), part});
}

void Clocks::grow() {
  std::vector<Entry> old(table_.size() * 2);
  std::swap(old, table_);
  const std::size_t mask = table_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.generation != generation_) continue;
    std::size_t at =
        (entry.key.thing * 0x9E3779B97F4A7C15ULL + entry.key.part * 0xD1B54A32D192ED03ULL) >> 20;
    for (at &= mask; table_[at].generation == generation_;) at = (at + 1) & mask;
    table_[at] = entry;
  }
}

void Clocks::release_into(Tid tid, VectorClock& into) {
  into.join(threads_[tid].clock);
  tick(tid);
}

void Clocks::publish_into(Tid tid, VectorClock& into) {
  into = threads_[tid].clock;
  tick(tid);
}

/// One use of a channel's slot: ordered after the slot's last use, and before its next. What is passed
/// on is the past before this use, so that a receive is not ordered after the one C before it.
void Clocks::exchange(Tid tid, VectorClock& slot) {
  scratch_ = threads_[tid].clock;
  acquire(tid, slot);
  std::swap(slot, scratch_);
  tick(tid);
}

void Clocks::acquire(Tid tid, std::uintptr_t thing) {
  if (const VectorClock* from = find({thing | kAddress, kWhole})) acquire(tid, *from);
}
void Clocks::release(Tid tid, std::uintptr_t thing) {
  release_into(tid, clock_of(Key{thing | kAddress, kWhole}));
}
void Clocks::publish(Tid tid, std::uintptr_t thing) {
  publish_into(tid, clock_of(Key{thing | kAddress, kWhole}));
}
void Clocks::forget(std::uintptr_t thing) {
  if (VectorClock* from = find({thing | kAddress, kWhole})) from->clear();
}

void Clocks::acquire_by_fence(Tid tid, std::uintptr_t thing) {
  const VectorClock* from = find({thing | kAddress, kWhole});
  if (from != nullptr) threads_[tid].fence_acquired.join(*from);
}
void Clocks::publish_by_fence(Tid tid, std::uintptr_t thing) {
  clock_of(Key{thing | kAddress, kWhole}) = threads_[tid].fence_released;
}
void Clocks::release_by_fence(Tid tid, std::uintptr_t thing) {
  clock_of(Key{thing | kAddress, kWhole}).join(threads_[tid].fence_released);
}
void Clocks::fence(Tid tid, bool acquires, bool releases) {
  Thread& thread = threads_[tid];
  if (acquires) thread.clock.join(thread.fence_acquired);
  if (!releases) return;
  thread.fence_released = thread.clock;
  tick(tid);
}

void Clocks::failed_exchange(const Object& atomic) { clock_of(&atomic) = before_exchange_; }

// ---- Steps

void Clocks::on_step(const Transition& step, const Configuration& before) {
  switch (step.kind) {
    case StepKind::kRendezvous:
    case StepKind::kBufferedSend:
    case StepKind::kBufferedRecv:
    case StepKind::kZeroRecv:
    case StepKind::kClose:
    case StepKind::kCloseOnce:
    case StepKind::kObserve:
    case StepKind::kFire: return on_channel_step(step, before);
    // These order nothing: panics, refusals, looks at a length, choices, the clock.
    case StepKind::kGo:         // fork()
    case StepKind::kChoose:
    case StepKind::kNow:
    case StepKind::kPanicSend:
    case StepKind::kPanicClose:
    case StepKind::kLen:
    case StepKind::kDefault:
    case StepKind::kFatalUnlock:
    case StepKind::kAnnounce:
    case StepKind::kNegative:
    case StepKind::kOnceEnter:
    case StepKind::kTimerStop:
    case StepKind::kOutlived: return;
    default: break;
  }
  const Operation& op = *before.at(step.goroutine).pending;
  const Tid me = tid(step.goroutine);
  switch (step.kind) {
    case StepKind::kAdd:
    case StepKind::kDone: return release_into(me, clock_of(op.object));
    case StepKind::kWait: return acquire(me, clock_of(op.object));
    case StepKind::kOnceDone: return release_into(me, clock_of(op.object));
    case StepKind::kOncePass: return acquire(me, clock_of(op.object));
    case StepKind::kSignal:
    case StepKind::kBroadcast: return wake(step, before, me);
    // A load reads the last store; a store hides what was stored before it.
    case StepKind::kLoad: return acquire(me, clock_of(op.object));
    case StepKind::kStore: return publish_into(me, clock_of(op.object));
    case StepKind::kReadModifyWrite:
    case StepKind::kCompareExchange: {
      VectorClock& value = clock_of(op.object);
      if (step.kind == StepKind::kCompareExchange) before_exchange_ = value;
      acquire(me, value);
      return publish_into(me, value);
    }
    case StepKind::kTimerStart:
    case StepKind::kTimerReset: return publish_into(me, clock_of(op.object));
    default: return on_lock_step(step, op, me);
  }
}

void Clocks::on_channel_step(const Transition& step, const Configuration& before) {
  if (step.kind == StepKind::kFire) {
    const auto armed = std::find_if(before.timers.begin(), before.timers.end(),
                                    [&](const auto& one) { return one.id == step.goroutine; });
    const ChanCore* chan = armed->timer->chan;
    if (chan == nullptr || chan->chan.length == chan->chan.capacity) return;
    const VectorClock started = clock_of(armed->timer);
    clock_of(chan, kFirstSlot + chan->chan.sent % chan->chan.capacity) = started;
    return;
  }
  const Operation& op = *before.at(step.goroutine).pending;
  const Tid me = tid(step.goroutine);
  const bool is_close = step.kind == StepKind::kClose || step.kind == StepKind::kCloseOnce ||
                        step.kind == StepKind::kObserve;
  const ChanCore* chan = is_close ? static_cast<const ChanCore*>(op.object)
                                  : side_of(op, step.select_case).chan;
  const auto& state = chan->chan;
  switch (step.kind) {
    case StepKind::kRendezvous: {
      // The send before the end of the receive, and the receive before the end of the send.
      const Tid peer = tid(step.peer);
      scratch_ = threads_[me].clock;
      acquire(me, threads_[peer].clock);
      acquire(peer, scratch_);
      tick(me);
      return tick(peer);
    }
    case StepKind::kBufferedSend:
      return exchange(me, clock_of(chan, kFirstSlot + state.sent % state.capacity));
    case StepKind::kBufferedRecv:
      return exchange(me, clock_of(chan, kFirstSlot + state.received % state.capacity));
    case StepKind::kZeroRecv: return acquire(me, clock_of(chan, kWhole));
    case StepKind::kObserve:
      if (state.closed) acquire(me, clock_of(chan, kWhole));
      return;
    default:   // A close; a second cancellation does nothing.
      if (!state.closed) publish_into(me, clock_of(chan, kWhole));
  }
}

void Clocks::on_lock_step(const Transition& step, const Operation& op, Tid me) {
  const Object* object = op.kind == OpKind::kCondWait ? static_cast<const Object*>(op.slot) : op.object;
  if (ProgramObjects::is_unordered(*object)) return;
  switch (step.kind) {
    case StepKind::kLock:
      hold(me, object);
      return acquire(me, clock_of(object));
    case StepKind::kTryLock:
      if (object->mutex.owner != 0) return;
      hold(me, object);
      return acquire(me, clock_of(object));
    case StepKind::kPark:
    case StepKind::kUnlock:
      let_go(me, object);
      return release_into(me, clock_of(object));
    case StepKind::kTryReadLock:
      if (object->rwmutex.writer != 0) return;
      [[fallthrough]];
    case StepKind::kReadLock:
      hold(me, object);
      return acquire(me, clock_of(object));
    case StepKind::kReadUnlock:
    case StepKind::kForeignReadUnlock:
      let_go(me, object);
      return release_into(me, clock_of(object, kReaders));
    case StepKind::kTryWriteLock:
      if (object->rwmutex.writer != 0 || object->rwmutex.readers != 0) return;
      [[fallthrough]];
    case StepKind::kAcquire:
      hold(me, object);
      acquire(me, clock_of(object));
      return acquire(me, clock_of(object, kReaders));
    case StepKind::kWriteUnlock:
      let_go(me, object);
      return release_into(me, clock_of(object));
    default: return;
  }
}

void Clocks::wake(const Transition& step, const Configuration& before, Tid me) {
  const Object* cond = before.at(step.goroutine).pending->object;
  if (ProgramObjects::is_unordered(*cond)) return;
  bool woken = false;
  for (const auto& parked : before.parked) {
    if (parked.cond != cond || (woken && step.kind == StepKind::kSignal)) continue;
    acquire(tid(parked.goroutine), threads_[me].clock);
    woken = true;
  }
  if (woken) tick(me);
}

void Clocks::hold(Tid tid, const Object* object) {
  if (has_history_) threads_[tid].locks.push_back(object_id(object));
}

/// Anybody may unlock: when it is not held here, whoever holds it lets go.
void Clocks::let_go(Tid tid, const Object* object) {
  if (!has_history_) return;
  const std::uint64_t id = object_id(object);
  const auto drop = [&](Thread& thread) {
    const auto at = std::find(thread.locks.rbegin(), thread.locks.rend(), id);
    if (at == thread.locks.rend()) return false;
    thread.locks.erase(std::next(at).base());
    return true;
  };
  if (drop(threads_[tid])) return;
  for (std::size_t i = 0; i < count_; ++i) {
    if (drop(threads_[i])) return;
  }
}

}  // namespace gocheck::checker::race
