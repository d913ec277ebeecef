#include "engine/semantics.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

std::size_t case_count(const Operation& op) {
  switch (op.kind) {
    case OpKind::kSend:
    case OpKind::kRecv: return 1;
    case OpKind::kSelect: return op.case_count;
    default: return 0;
  }
}

bool is_non_blocking(const Operation& op) { return op.kind == OpKind::kSelect && op.has_default; }

/// What a channel operation can do by itself, without a partner; kRendezvous stands for nothing.
StepKind solo_step(const ChannelSide& side) {
  if (side.chan == nullptr) return StepKind::kRendezvous;
  const auto& state = side.chan->chan;
  if (side.is_send) {
    if (state.closed) return StepKind::kPanicSend;
    return state.length < state.capacity ? StepKind::kBufferedSend : StepKind::kRendezvous;
  }
  if (state.length > 0) return StepKind::kBufferedRecv;
  return state.closed ? StepKind::kZeroRecv : StepKind::kRendezvous;
}

class Enumerator {
 public:
  Enumerator(const Configuration& configuration, std::vector<Transition>& out)
      : configuration_(configuration), out_(out) {}

  void run() {
    for (const GoroutineId id : configuration_.live) {
      const Goroutine& g = configuration_.at(id);
      if (g.stand != Stand::kPending || g.is_gone) continue;
      if (g.has_outlived) {
        add(g, StepKind::kOutlived);
        continue;
      }
      if (case_count(*g.pending) > 0 || g.pending->kind == OpKind::kSelect) {
        channel(g);
      } else {
        other(g);
      }
    }
    timer();
  }

 private:
  void add(const Goroutine& g, StepKind kind, std::uint16_t select_case = 0) {
    out_.push_back({.goroutine = g.id, .select_case = select_case, .kind = kind});
  }

  void channel(const Goroutine& g) {
    bool is_ready = false;
    for (std::uint16_t i = 0; i < case_count(*g.pending); ++i) {
      const ChannelSide side = side_of(*g.pending, i);
      const StepKind solo = solo_step(side);
      if (solo != StepKind::kRendezvous) {
        is_ready = true;
        add(g, solo, i);
      } else if (side.chan != nullptr && side.is_send && side.chan->chan.capacity == 0) {
        partners(g, i, side.chan);
      }
    }
    if (is_non_blocking(*g.pending) && !is_ready) {
      add(g, StepKind::kDefault, static_cast<std::uint16_t>(g.pending->case_count));
    }
  }

  /// Every pending receive on `chan`. Two polls never meet: one of them would have to wait.
  void partners(const Goroutine& sender, std::uint16_t send_case, const ChanCore* chan) {
    for (const GoroutineId id : configuration_.live) {
      const Goroutine& receiver = configuration_.at(id);
      if (id == sender.id || receiver.stand != Stand::kPending) continue;
      if (is_non_blocking(*sender.pending) && is_non_blocking(*receiver.pending)) continue;
      for (std::uint16_t i = 0; i < case_count(*receiver.pending); ++i) {
        const ChannelSide side = side_of(*receiver.pending, i);
        if (side.is_send || side.chan != chan) continue;
        out_.push_back({.goroutine = sender.id,
                        .peer = id,
                        .select_case = send_case,
                        .peer_case = i,
                        .kind = StepKind::kRendezvous});
      }
    }
  }

  void other(const Goroutine& g) {
    const Operation& op = *g.pending;
    const Object* object = op.object;
    switch (op.kind) {
      case OpKind::kChoose:
        for (std::int32_t value = 0; value < op.argument; ++value) {
          out_.push_back({.goroutine = g.id, .value = value, .kind = StepKind::kChoose});
        }
        return;
      case OpKind::kNow: return add(g, StepKind::kNow);
      case OpKind::kClose:
        return add(g, object == nullptr || object->chan.closed ? StepKind::kPanicClose
                                                              : StepKind::kClose);
      case OpKind::kCloseOnce: return add(g, StepKind::kCloseOnce);
      case OpKind::kLen: return add(g, StepKind::kLen);
      case OpKind::kObserve: return add(g, StepKind::kObserve);
      case OpKind::kLock:
        if (object->mutex.owner == 0) add(g, StepKind::kLock);
        return;
      case OpKind::kTryLock: return add(g, StepKind::kTryLock);
      case OpKind::kUnlock:
        return add(g, object->mutex.owner == 0 ? StepKind::kFatalUnlock : StepKind::kUnlock);
      case OpKind::kReadLock:
        if (object->rwmutex.writer == 0) add(g, StepKind::kReadLock);
        return;
      case OpKind::kTryReadLock: return add(g, StepKind::kTryReadLock);
      case OpKind::kReadUnlock:
        if (object->rwmutex.readers == 0) return add(g, StepKind::kFatalUnlock);
        return add(g, g.read_locks == 0 || object->rwmutex.foreign_unlock
                          ? StepKind::kForeignReadUnlock
                          : StepKind::kReadUnlock);
      case OpKind::kWriteLock:
        if (g.phase == Phase::kAcquire) {
          if (object->rwmutex.readers == 0) add(g, StepKind::kAcquire);
        } else if (object->rwmutex.writer == 0) {
          add(g, StepKind::kAnnounce);
        }
        return;
      case OpKind::kTryWriteLock: return add(g, StepKind::kTryWriteLock);
      case OpKind::kWriteUnlock:
        return add(g, object->rwmutex.writer_holds ? StepKind::kWriteUnlock
                                                   : StepKind::kFatalUnlock);
      case OpKind::kAdd:
        if (op.argument >= 0) return add(g, StepKind::kAdd);
        return add(g, object->wait_group.counter < -op.argument ? StepKind::kNegative
                                                                : StepKind::kDone);
      case OpKind::kWait:
        if (object->wait_group.counter == 0) add(g, StepKind::kWait);
        return;
      case OpKind::kOnceCall:
        if (object->once.phase == detail::OnceState::kIdle) add(g, StepKind::kOnceEnter);
        if (object->once.phase == detail::OnceState::kDone) add(g, StepKind::kOncePass);
        return;
      case OpKind::kOnceDone: return add(g, StepKind::kOnceDone);
      case OpKind::kCondWait:
        if (g.phase == Phase::kFirst) return cond_wait(g);
        if (g.phase == Phase::kRelock && mutex_of(op).owner == 0) add(g, StepKind::kLock);
        return;
      case OpKind::kSignal: return add(g, StepKind::kSignal);
      case OpKind::kBroadcast: return add(g, StepKind::kBroadcast);
      case OpKind::kLoad: return add(g, StepKind::kLoad);
      case OpKind::kStore: return add(g, StepKind::kStore);
      case OpKind::kReadModifyWrite: return add(g, StepKind::kReadModifyWrite);
      case OpKind::kCompareExchange: return add(g, StepKind::kCompareExchange);
      case OpKind::kTimerStart: return add(g, StepKind::kTimerStart);
      case OpKind::kTimerStop: return add(g, StepKind::kTimerStop);
      case OpKind::kTimerReset: return add(g, StepKind::kTimerReset);
      case OpKind::kGo:       // Performed on arrival: it concerns nobody else.
      case OpKind::kSend:
      case OpKind::kRecv:
      case OpKind::kSelect: return;
    }
  }

  static const detail::MutexState& mutex_of(const Operation& op) {
    return static_cast<const Object*>(op.slot)->mutex;
  }

  void cond_wait(const Goroutine& g) {
    add(g, mutex_of(*g.pending).owner == 0 ? StepKind::kFatalUnlock : StepKind::kPark);
  }

  /// The earliest timer. A ticker whose channel is full would change nothing and has no transition.
  void timer() {
    const Configuration::ArmedTimer* first = nullptr;
    for (const auto& armed : configuration_.timers) {
      const auto& state = armed.timer->timer;
      const ChanCore* chan = armed.timer->chan;
      if (state.period_ns > 0 && chan != nullptr && chan->chan.length == chan->chan.capacity) {
        continue;
      }
      if (first == nullptr || state.deadline_ns < first->timer->timer.deadline_ns ||
          (state.deadline_ns == first->timer->timer.deadline_ns &&
           state.sequence < first->timer->timer.sequence)) {
        first = &armed;
      }
    }
    if (first != nullptr) out_.push_back({.goroutine = first->id, .kind = StepKind::kFire});
  }

  const Configuration& configuration_;
  std::vector<Transition>& out_;
};

// ---- Dependence

enum class Access : std::uint8_t {
  kBufferedSend, kBufferedRecv, kClose, kRendezvous, kZeroRecv, kPanicSend, kObserve,
  kMutex,
  kReadLock, kReadUnlock, kAnnounce, kAcquire, kWriteUnlock, kTryRead, kRWAll,
  kAdd, kDone, kNegative, kWait,
  kOnce, kOncePass,
  kCond,
  kLoad, kStore,
  kClock,
};

struct ObjectAccess {
  const Object* object;    // Null: the clock.
  Access access;
  std::uint64_t index = 0; // kBufferedSend: number of the value from 0. kBufferedRecv: the same.
};

struct Accesses {
  ObjectAccess items[2];
  int count = 0;
  void add(const Object* object, Access access, std::uint64_t index = 0) {
    items[count++] = {object, access, index};
  }
};

/// The accesses of a step but for the readiness tests of a select with default (observed_by).
Accesses accesses_of(const Configuration& configuration, const Transition& t) {
  Accesses all;
  if (t.kind == StepKind::kFire) {
    all.add(nullptr, Access::kClock);
    for (const auto& armed : configuration.timers) {
      if (armed.id != t.goroutine || armed.timer->chan == nullptr) continue;
      const ChanCore* chan = armed.timer->chan;
      const bool fits = chan->chan.length < chan->chan.capacity;
      all.add(chan, fits ? Access::kBufferedSend : Access::kObserve, chan->chan.sent);
    }
    return all;
  }
  const Operation& op = *configuration.at(t.goroutine).pending;
  const Object* object = object_of(configuration, t);
  switch (t.kind) {
    case StepKind::kGo:
    case StepKind::kChoose:
    case StepKind::kOutlived:
    case StepKind::kDefault: break;
    case StepKind::kNow:
    case StepKind::kTimerStart:
    case StepKind::kTimerStop:
    case StepKind::kTimerReset: all.add(nullptr, Access::kClock); break;
    case StepKind::kRendezvous: all.add(object, Access::kRendezvous); break;
    case StepKind::kBufferedSend:
      all.add(object, Access::kBufferedSend, object->chan.sent);
      break;
    case StepKind::kBufferedRecv:
      all.add(object, Access::kBufferedRecv, object->chan.received);
      break;
    case StepKind::kZeroRecv: all.add(object, Access::kZeroRecv); break;
    case StepKind::kPanicSend: all.add(object, Access::kPanicSend); break;
    case StepKind::kPanicClose:
      if (object != nullptr) all.add(object, Access::kPanicSend);
      break;
    case StepKind::kClose:
    case StepKind::kCloseOnce: all.add(object, Access::kClose); break;
    case StepKind::kLen:
    case StepKind::kObserve: all.add(object, Access::kObserve); break;
    case StepKind::kLock:
      all.add(op.kind == OpKind::kCondWait ? static_cast<Object*>(op.slot) : object,
              Access::kMutex);
      break;
    case StepKind::kTryLock:
    case StepKind::kUnlock: all.add(object, Access::kMutex); break;
    case StepKind::kFatalUnlock:
      all.add(op.kind == OpKind::kCondWait ? static_cast<Object*>(op.slot) : object,
              object->kind == ObjectKind::kRWMutex ? Access::kRWAll : Access::kMutex);
      break;
    case StepKind::kReadLock: all.add(object, Access::kReadLock); break;
    case StepKind::kTryReadLock: all.add(object, Access::kTryRead); break;
    case StepKind::kReadUnlock: all.add(object, Access::kReadUnlock); break;
    case StepKind::kForeignReadUnlock: all.add(object, Access::kRWAll); break;
    case StepKind::kAnnounce: all.add(object, Access::kAnnounce); break;
    case StepKind::kAcquire: all.add(object, Access::kAcquire); break;
    case StepKind::kTryWriteLock: all.add(object, Access::kRWAll); break;
    case StepKind::kWriteUnlock: all.add(object, Access::kWriteUnlock); break;
    case StepKind::kAdd: all.add(object, Access::kAdd); break;
    case StepKind::kDone: all.add(object, Access::kDone); break;
    case StepKind::kNegative: all.add(object, Access::kNegative); break;
    case StepKind::kWait: all.add(object, Access::kWait); break;
    case StepKind::kOnceEnter:
    case StepKind::kOnceDone: all.add(object, Access::kOnce); break;
    case StepKind::kOncePass: all.add(object, Access::kOncePass); break;
    case StepKind::kPark:
      all.add(object, Access::kCond);
      all.add(static_cast<Object*>(op.slot), Access::kMutex);
      break;
    case StepKind::kSignal:
    case StepKind::kBroadcast: all.add(object, Access::kCond); break;
    case StepKind::kLoad: all.add(object, Access::kLoad); break;
    case StepKind::kStore:
    case StepKind::kReadModifyWrite:
    case StepKind::kCompareExchange: all.add(object, Access::kStore); break;
    case StepKind::kFire: break;
  }
  return all;
}

/// Row `a`, with a <= b in the order of the enumeration.
bool channel_conflict(const ObjectAccess& a, const ObjectAccess& b) {
  switch (a.access) {
    case Access::kBufferedSend:
      if (b.access == Access::kBufferedRecv) {
        // The k-th send and the j-th receive touch the same buffer place only when the receive takes
        // that very value (k = j) or frees the place that it needs (k = j + capacity).
        return a.index == b.index || a.index == b.index + a.object->chan.capacity;
      }
      return b.access == Access::kBufferedSend || b.access == Access::kClose ||
             b.access == Access::kObserve;
    case Access::kBufferedRecv:
      return b.access == Access::kBufferedRecv || b.access == Access::kZeroRecv ||
             b.access == Access::kObserve;
    case Access::kClose: return true;
    case Access::kRendezvous: return false;   // Its conflict with close is found from close's row.
    case Access::kZeroRecv:
    case Access::kPanicSend:
    case Access::kObserve:
    default: return false;
  }
}

bool rw_conflict(Access a, Access b) {
  if (b == Access::kRWAll) return true;
  switch (a) {
    case Access::kReadLock: return b == Access::kAnnounce || b == Access::kWriteUnlock;
    case Access::kReadUnlock: return b == Access::kAcquire;
    case Access::kAnnounce:
      return b == Access::kAnnounce || b == Access::kAcquire || b == Access::kWriteUnlock ||
             b == Access::kTryRead;
    case Access::kAcquire: return b == Access::kWriteUnlock || b == Access::kTryRead;
    case Access::kWriteUnlock: return true;
    default: return false;
  }
}

bool wait_group_conflict(Access a, Access b) {
  if (a == b) return a == Access::kAdd;
  return !(a == Access::kNegative && b == Access::kWait);
}

bool conflict(ObjectAccess a, ObjectAccess b) {
  if (a.object != b.object) return false;
  if (a.object == nullptr) return true;   // The clock.
  if (a.access > b.access) std::swap(a, b);
  switch (a.object->kind) {
    case ObjectKind::kChan: return channel_conflict(a, b);
    case ObjectKind::kRWMutex: return rw_conflict(a.access, b.access);
    case ObjectKind::kWaitGroup: return wait_group_conflict(a.access, b.access);
    case ObjectKind::kOnce: return !(a.access == Access::kOncePass && b.access == Access::kOncePass);
    case ObjectKind::kAtomic: return !(a.access == Access::kLoad && b.access == Access::kLoad);
    case ObjectKind::kMutex:
    case ObjectKind::kCond:
    case ObjectKind::kTimer: return true;
  }
  return true;
}

/// Whether goroutine `g`, taking case `taken`, tested `access`'s channel for readiness: a default
/// tests all channels of its select, another case of a select with default the other ones.
bool observes(const Configuration& configuration, GoroutineId id, std::uint16_t taken,
              const ObjectAccess& access) {
  const Operation& op = *configuration.at(id).pending;
  if (!is_non_blocking(op)) return false;
  for (std::uint16_t i = 0; i < op.case_count; ++i) {
    if (i == taken || op.cases[i].chan != access.object) continue;
    if (conflict({access.object, Access::kObserve}, access)) return true;
  }
  return false;
}

bool observed_by(const Configuration& configuration, const Transition& t, const Accesses& other) {
  if (t.kind == StepKind::kFire) return false;
  for (int i = 0; i < other.count; ++i) {
    if (other.items[i].object == nullptr) continue;
    if (observes(configuration, t.goroutine, t.select_case, other.items[i])) return true;
    if (t.peer != 0 && observes(configuration, t.peer, t.peer_case, other.items[i])) return true;
  }
  return false;
}

/// Whether `t` involves goroutine `id`: as a participant, or as the one that it wakes.
bool involves(const Configuration& configuration, const Transition& t, GoroutineId id) {
  if (t.goroutine == id || t.peer == id) return true;
  if (t.kind != StepKind::kSignal && t.kind != StepKind::kBroadcast) return false;
  const Object* cond = configuration.at(t.goroutine).pending->object;
  for (const auto& parked : configuration.parked) {
    if (parked.cond != cond) continue;
    if (parked.goroutine == id) return true;
    if (t.kind == StepKind::kSignal) break;   // Only the head of the queue.
  }
  return false;
}

}  // namespace

ChannelSide side_of(const Operation& operation, std::uint16_t select_case) {
  if (operation.kind == OpKind::kSelect) {
    const auto& selected = operation.cases[select_case];
    return {selected.chan, selected.slot, selected.is_send};
  }
  return {static_cast<ChanCore*>(operation.object), operation.slot,
          operation.kind == OpKind::kSend};
}

Object* object_of(const Configuration& configuration, const Transition& transition) {
  if (transition.kind == StepKind::kFire) {
    for (const auto& armed : configuration.timers) {
      if (armed.id == transition.goroutine) return armed.timer;
    }
    return nullptr;
  }
  const Operation& op = *configuration.at(transition.goroutine).pending;
  if (op.kind == OpKind::kCondWait && transition.kind == StepKind::kLock) {
    return static_cast<Object*>(op.slot);
  }
  if (op.kind != OpKind::kSelect) return op.object;
  return transition.kind == StepKind::kDefault ? nullptr : op.cases[transition.select_case].chan;
}

void enabled_transitions(const Configuration& configuration, std::vector<Transition>& out) {
  Enumerator(configuration, out).run();
}

bool dependent(const Configuration& configuration, const Transition& a, const Transition& b) {
  if (involves(configuration, a, b.goroutine) || involves(configuration, b, a.goroutine)) {
    return true;
  }
  if ((b.peer != 0 && involves(configuration, a, b.peer)) ||
      (a.peer != 0 && involves(configuration, b, a.peer))) {
    return true;
  }
  const Accesses of_a = accesses_of(configuration, a);
  const Accesses of_b = accesses_of(configuration, b);
  for (int i = 0; i < of_a.count; ++i) {
    for (int j = 0; j < of_b.count; ++j) {
      if (conflict(of_a.items[i], of_b.items[j])) return true;
    }
  }
  return observed_by(configuration, a, of_b) || observed_by(configuration, b, of_a);
}

}  // namespace gocheck::checker
