#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include <gocheck/detail/operation.hpp>

#include "machine/access.hpp"
#include "machine/transition.hpp"

namespace gocheck::checker {

/// The part of an operation that is still to come, for operations of several steps.
enum class Phase : std::uint8_t {
  kFirst,
  kAcquire,     // write lock, announced
  kParked,      // cond wait, in the queue
  kRelock,      // cond wait, woken: takes the mutex
  kSpins,       // a poll in a loop that does not get anywhere: is not done (polling/polling.hpp)
};

/// Identity of an object that holds in every interleaving.
[[nodiscard]] inline std::uint64_t object_id(const detail::Object* object) {
  if (object == nullptr) return 0;
  return (std::uint64_t{object->creator} << 32) |
         (static_cast<std::uint64_t>(object->kind) << 24) | object->number;
}

[[nodiscard]] inline std::uint64_t id_of(const detail::Object* object) { return object_id(object); }
[[nodiscard]] inline detail::Object* mutex_of(const detail::Operation& op) {
  return static_cast<detail::Object*>(op.slot);
}

/// The rules of the semantics: what an operation can do, what it does, what it touches. They hold for
/// the live operations of the program (detail::Operation on detail::Object) and for recorded ones
/// (order/trace.hpp), whose objects carry the state of another point of the execution: hence
/// templates. An `Op` has kind, object, argument, cases, case_count, has_default; an object the state
/// members of detail::Object; mutex_of(op) is the mutex of a cond wait, id_of(object) its identity.
namespace rules {

using detail::OpKind;

/// Whether an operation or a timer of this name is part of a sleep.
[[nodiscard]] inline bool is_sleep(const char* name) { return std::strcmp(name, "sleep") == 0; }

/// Whether all that it touches is virtual time.
[[nodiscard]] constexpr bool is_clock_op(OpKind kind) {
  return kind == OpKind::kNow || kind == OpKind::kTimerStart || kind == OpKind::kTimerStop ||
         kind == OpKind::kTimerReset;
}

template <typename Op>
[[nodiscard]] bool is_channel_op(const Op& op) {
  return op.kind == OpKind::kSend || op.kind == OpKind::kRecv || op.kind == OpKind::kSelect;
}

template <typename Op>
[[nodiscard]] std::uint16_t case_count(const Op& op) {
  if (op.kind == OpKind::kSelect) return static_cast<std::uint16_t>(op.case_count);
  return is_channel_op(op) ? 1 : 0;
}

template <typename Op>
[[nodiscard]] bool is_non_blocking(const Op& op) {
  return op.kind == OpKind::kSelect && op.has_default;
}

template <typename Op>
[[nodiscard]] auto chan_at(const Op& op, std::uint16_t i) {
  return op.kind == OpKind::kSelect ? static_cast<decltype(op.object)>(op.cases[i].chan)
                                    : op.object;
}

template <typename Op>
[[nodiscard]] bool sends_at(const Op& op, std::uint16_t i) {
  return op.kind == OpKind::kSelect ? op.cases[i].is_send : op.kind == OpKind::kSend;
}

/// Whether somebody looks at what is received.
[[nodiscard]] inline bool wants_value(const detail::Operation& op, std::uint16_t taken) {
  return op.kind == OpKind::kSelect ? op.cases[taken].is_wanted : !is_sleep(op.name);
}

/// What a channel operation can do by itself, without a partner; kRendezvous stands for nothing.
template <typename Object>
[[nodiscard]] StepKind solo_step(const Object* chan, bool is_send) {
  if (chan == nullptr) return StepKind::kRendezvous;
  const detail::ChanState& state = chan->chan;
  if (is_send) {
    if (state.closed) return StepKind::kPanicSend;
    return state.length < state.capacity ? StepKind::kBufferedSend : StepKind::kRendezvous;
  }
  if (state.length > 0) return StepKind::kBufferedRecv;
  return state.closed ? StepKind::kZeroRecv : StepKind::kRendezvous;
}

/// Whether senders and receivers of `chan` meet without a buffer.
template <typename Object>
[[nodiscard]] bool is_meeting_place(const Object* chan) {
  return chan != nullptr && chan->chan.capacity == 0 && !chan->chan.closed;
}

/// Whether a try_lock would take a Mutex, or an RWMutex to read or to write.
template <typename Object>
[[nodiscard]] bool is_free(const Object& object) { return object.mutex.owner == 0; }
template <typename Object>
[[nodiscard]] bool is_free_to_read(const Object& object) { return object.rwmutex.writer == 0; }
template <typename Object>
[[nodiscard]] bool is_free_to_write(const Object& object) {
  return object.rwmutex.writer == 0 && object.rwmutex.readers == 0;
}

/// The step of an operation that is neither on channels nor choose; nullopt when it has to wait.
/// `has_read_lock`: the goroutine holds a read lock of any RWMutex.
template <typename Op>
[[nodiscard]] std::optional<StepKind> sync_step(const Op& op, Phase phase, bool has_read_lock) {
  const auto when = [](bool enabled, StepKind kind) {
    return enabled ? std::optional(kind) : std::nullopt;
  };
  const auto* object = op.object;
  switch (op.kind) {
    case OpKind::kNow: return StepKind::kNow;
    case OpKind::kClose:
      return object == nullptr || object->chan.closed ? StepKind::kPanicClose : StepKind::kClose;
    case OpKind::kCloseOnce: return StepKind::kCloseOnce;
    case OpKind::kLen: return StepKind::kLen;
    case OpKind::kObserve: return StepKind::kObserve;
    case OpKind::kLock: return when(is_free(*object), StepKind::kLock);
    case OpKind::kTryLock: return StepKind::kTryLock;
    case OpKind::kUnlock:
      return is_free(*object) ? StepKind::kFatalUnlock : StepKind::kUnlock;
    case OpKind::kReadLock: return when(is_free_to_read(*object), StepKind::kReadLock);
    case OpKind::kTryReadLock: return StepKind::kTryReadLock;
    case OpKind::kReadUnlock:
      if (object->rwmutex.readers == 0) return StepKind::kFatalUnlock;
      return !has_read_lock || object->rwmutex.foreign_unlock ? StepKind::kForeignReadUnlock
                                                              : StepKind::kReadUnlock;
    case OpKind::kWriteLock:
      if (phase == Phase::kAcquire) return when(object->rwmutex.readers == 0, StepKind::kAcquire);
      return when(object->rwmutex.writer == 0, StepKind::kAnnounce);
    case OpKind::kTryWriteLock: return StepKind::kTryWriteLock;
    case OpKind::kWriteUnlock:
      return object->rwmutex.writer_holds ? StepKind::kWriteUnlock : StepKind::kFatalUnlock;
    case OpKind::kAdd:
      if (op.argument >= 0) return StepKind::kAdd;
      return object->wait_group.counter < -op.argument ? StepKind::kNegative : StepKind::kDone;
    case OpKind::kWait: return when(object->wait_group.counter == 0, StepKind::kWait);
    case OpKind::kOnceCall:
      if (object->once.phase == detail::OnceState::kIdle) return StepKind::kOnceEnter;
      return when(object->once.phase == detail::OnceState::kDone, StepKind::kOncePass);
    case OpKind::kOnceDone: return StepKind::kOnceDone;
    case OpKind::kCondWait: {
      const bool is_unlocked = is_free(*mutex_of(op));
      if (phase == Phase::kFirst) return is_unlocked ? StepKind::kFatalUnlock : StepKind::kPark;
      return when(phase == Phase::kRelock && is_unlocked, StepKind::kLock);
    }
    case OpKind::kSignal: return StepKind::kSignal;
    case OpKind::kBroadcast: return StepKind::kBroadcast;
    case OpKind::kLoad: return StepKind::kLoad;
    case OpKind::kStore: return StepKind::kStore;
    case OpKind::kReadModifyWrite: return StepKind::kReadModifyWrite;
    case OpKind::kCompareExchange: return StepKind::kCompareExchange;
    case OpKind::kTimerStart: return StepKind::kTimerStart;
    case OpKind::kTimerStop: return StepKind::kTimerStop;
    case OpKind::kTimerReset: return StepKind::kTimerReset;
    case OpKind::kGo:       // Performed on arrival: it concerns nobody else.
    case OpKind::kChoose:
    case OpKind::kSend:
    case OpKind::kRecv:
    case OpKind::kSelect: break;
  }
  return std::nullopt;
}

/// Applies what a step does to the state of one object. Values in transit, waiting goroutines and timers
/// are the caller's.
template <typename Object>
void apply(StepKind kind, GoroutineId goroutine, std::int64_t argument, Object& object) {
  switch (kind) {
    case StepKind::kBufferedSend:
      ++object.chan.length;
      ++object.chan.sent;
      break;
    case StepKind::kBufferedRecv:
      --object.chan.length;
      ++object.chan.received;
      break;
    case StepKind::kClose:
    case StepKind::kCloseOnce: object.chan.closed = true; break;
    case StepKind::kLock: object.mutex.owner = goroutine; break;
    case StepKind::kTryLock:
      if (is_free(object)) object.mutex.owner = goroutine;
      break;
    case StepKind::kUnlock: object.mutex.owner = 0; break;
    case StepKind::kReadLock: ++object.rwmutex.readers; break;
    case StepKind::kTryReadLock:
      if (is_free_to_read(object)) ++object.rwmutex.readers;
      break;
    case StepKind::kForeignReadUnlock:
      object.rwmutex.foreign_unlock = true;
      --object.rwmutex.readers;
      break;
    case StepKind::kReadUnlock: --object.rwmutex.readers; break;
    case StepKind::kAnnounce: object.rwmutex.writer = goroutine; break;
    case StepKind::kAcquire: object.rwmutex.writer_holds = true; break;
    case StepKind::kTryWriteLock:
      if (is_free_to_write(object)) {
        object.rwmutex.writer = goroutine;
        object.rwmutex.writer_holds = true;
      }
      break;
    case StepKind::kWriteUnlock:
      object.rwmutex.writer = 0;
      object.rwmutex.writer_holds = false;
      break;
    case StepKind::kAdd:
    case StepKind::kDone: object.wait_group.counter += argument; break;
    case StepKind::kOnceEnter:
      object.once.phase = detail::OnceState::kRunning;
      object.once.runner = goroutine;
      break;
    case StepKind::kOnceDone: object.once.phase = detail::OnceState::kDone; break;
    default: break;   // Changes nothing that decides what is enabled.
  }
}

/// Whether armed timer `a` is due before `b`: equal deadlines fire in the order of starting.
template <typename A, typename B>
[[nodiscard]] bool is_due_before(const A& a, const B& b) {
  return a.deadline_ns < b.deadline_ns ||
         (a.deadline_ns == b.deadline_ns && a.sequence < b.sequence);
}

/// How a step of this kind touches the object that it is about; nullopt: it touches none.
[[nodiscard]] inline std::optional<AccessKind> access_of(StepKind kind) {
  switch (kind) {
    case StepKind::kGo:
    case StepKind::kChoose:
    case StepKind::kOutlived:
    case StepKind::kDefault: return std::nullopt;
    case StepKind::kRendezvous: return AccessKind::kRendezvous;
    case StepKind::kBufferedSend: return AccessKind::kBufferedSend;
    case StepKind::kBufferedRecv: return AccessKind::kBufferedRecv;
    case StepKind::kZeroRecv: return AccessKind::kZeroRecv;
    case StepKind::kPanicSend:
    case StepKind::kPanicClose: return AccessKind::kPanicSend;
    case StepKind::kClose:
    case StepKind::kCloseOnce: return AccessKind::kClose;
    case StepKind::kLen:
    case StepKind::kObserve: return AccessKind::kObserve;
    case StepKind::kLock:
    case StepKind::kTryLock:
    case StepKind::kUnlock:
    case StepKind::kFatalUnlock: return AccessKind::kMutex;
    case StepKind::kReadLock: return AccessKind::kReadLock;
    case StepKind::kTryReadLock: return AccessKind::kTryRead;
    case StepKind::kReadUnlock: return AccessKind::kReadUnlock;
    case StepKind::kForeignReadUnlock:
    case StepKind::kTryWriteLock: return AccessKind::kRWAll;
    case StepKind::kAnnounce: return AccessKind::kAnnounce;
    case StepKind::kAcquire: return AccessKind::kAcquire;
    case StepKind::kWriteUnlock: return AccessKind::kWriteUnlock;
    case StepKind::kAdd: return AccessKind::kAdd;
    case StepKind::kDone: return AccessKind::kDone;
    case StepKind::kNegative: return AccessKind::kNegative;
    case StepKind::kWait: return AccessKind::kWait;
    case StepKind::kOnceEnter:
    case StepKind::kOnceDone: return AccessKind::kOnce;
    case StepKind::kOncePass: return AccessKind::kOncePass;
    case StepKind::kPark:
    case StepKind::kSignal:
    case StepKind::kBroadcast: return AccessKind::kCond;
    case StepKind::kLoad: return AccessKind::kLoad;
    case StepKind::kStore:
    case StepKind::kReadModifyWrite:
    case StepKind::kCompareExchange: return AccessKind::kStore;
    case StepKind::kNow:
    case StepKind::kTimerStart:
    case StepKind::kTimerStop:
    case StepKind::kTimerReset:
    case StepKind::kFire: return AccessKind::kClock;
  }
  return std::nullopt;
}

/// Makes `access` that of a step to `object` in its present state; `argument` is the operation's.
template <typename Object>
void note_access(AccessKind kind, const Object* object, std::int64_t argument, Access& access) {
  access = {id_of(object), 0, 0, kind};
  if (object->kind == detail::ObjectKind::kChan) {
    const bool is_recv = kind == AccessKind::kBufferedRecv;
    access.index =
        static_cast<std::uint32_t>(is_recv ? object->chan.received : object->chan.sent);
    access.capacity = object->chan.capacity;
  }
  if (kind == AccessKind::kDone) {
    access.index = static_cast<std::uint32_t>(object->wait_group.counter);
    access.capacity = static_cast<std::uint32_t>(-argument);
  }
}

/// What a select with default tested besides the case that it took (pitfall P5): calls touch(chan)
/// for every other channel of it.
template <typename Op, typename Touch>
void observations(const Op& op, std::uint16_t taken, const Touch& touch) {
  if (!is_non_blocking(op)) return;
  for (std::uint16_t i = 0; i < case_count(op); ++i) {
    auto* const chan = chan_at(op, i);
    if (i != taken && chan != nullptr) touch(chan);
  }
}

/// Calls touch(object, access kind, what the step does to that object) for everything that a step of
/// `op` touches, but for timers that fire and goroutines that are woken. A null object is the clock.
template <typename Op, typename Touch>
void touches(StepKind kind, const Op& op, std::uint16_t taken, const Touch& touch) {
  const auto access = access_of(kind);
  if (!access) return observations(op, taken, [&](auto* chan) {
      touch(chan, AccessKind::kObserve, StepKind::kObserve);
    });
  if (*access == AccessKind::kClock) return touch(decltype(op.object){nullptr}, *access, kind);
  if (is_channel_op(op)) {
    touch(chan_at(op, taken), *access, kind);
    return observations(op, taken, [&](auto* chan) {
      touch(chan, AccessKind::kObserve, StepKind::kObserve);
    });
  }
  if (op.object == nullptr) return;   // close(nil), len of nil
  const bool is_cond_wait = op.kind == OpKind::kCondWait;
  if (is_cond_wait && kind != StepKind::kPark) return touch(mutex_of(op), *access, kind);
  if (kind == StepKind::kFatalUnlock && op.object->kind == detail::ObjectKind::kRWMutex) {
    return touch(op.object, AccessKind::kRWAll, kind);
  }
  touch(op.object, *access, kind);
  if (is_cond_wait) touch(mutex_of(op), AccessKind::kMutex, StepKind::kUnlock);
}

}  // namespace rules
}  // namespace gocheck::checker
