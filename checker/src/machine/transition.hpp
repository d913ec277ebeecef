#pragma once

#include <compare>
#include <cstdint>

namespace gocheck::checker {

/// Number of a goroutine or timer, equal for equal creation paths in all executions of this process
/// (machine/registry.hpp). 0 is nobody; main is 1.
using GoroutineId = std::uint32_t;

/// What one step does, with the names of the semantics (docs/semantics.md, section 2).
enum class StepKind : std::uint8_t {
  kGo, kChoose, kNow,
  kRendezvous, kBufferedSend, kBufferedRecv, kZeroRecv, kPanicSend,
  kClose, kPanicClose, kCloseOnce, kLen, kObserve, kDefault,
  kLock, kTryLock, kUnlock, kFatalUnlock,
  kReadLock, kTryReadLock, kReadUnlock, kForeignReadUnlock, kAnnounce, kAcquire, kTryWriteLock,
  kWriteUnlock,
  kAdd, kDone, kNegative, kWait,
  kOnceEnter, kOnceDone, kOncePass,
  kPark, kSignal, kBroadcast,
  kLoad, kStore, kReadModifyWrite, kCompareExchange,
  kTimerStart, kTimerStop, kTimerReset, kFire,
  kOutlived,   // Could have been done while its object lived; concerns nobody any more.
};

/// One way to go on from a configuration. It names goroutines and choices only: what it does follows
/// from the goroutines' pending operations, so equal transitions mean equal steps as long as
/// nothing dependent came between.
struct Transition {
  GoroutineId goroutine = 0;      // A rendezvous: the sender. kFire: the timer.
  GoroutineId peer = 0;           // A rendezvous: the receiver.
  std::uint16_t select_case = 0;  // Position in source order; 0 outside select.
  std::uint16_t peer_case = 0;
  std::int32_t value = 0;         // kChoose
  StepKind kind = StepKind::kGo;

  friend bool operator==(const Transition&, const Transition&) = default;
};
static_assert(sizeof(Transition) <= 20, "one per trace step and sleep set entry");

}  // namespace gocheck::checker
