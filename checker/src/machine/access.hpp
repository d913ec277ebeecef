#pragma once

#include <cstdint>
#include <span>

#include <gocheck/detail/object.hpp>

#include "machine/transition.hpp"

namespace gocheck::checker {

/// How a step touches an object: the rows and columns of the dependence table (docs/algorithms.md).
/// The values of one kind of object lie together, so that a conflict is a bit in a row.
enum class AccessKind : std::uint8_t {
  kBufferedSend, kBufferedRecv, kClose, kRendezvous, kZeroRecv, kPanicSend, kObserve,   // channel
  kMutex,
  kReadLock, kReadUnlock, kAnnounce, kAcquire, kWriteUnlock, kTryRead, kRWAll,
  kAdd, kDone, kNegative, kWait,
  kOnce, kOncePass,
  kCond,
  kLoad, kStore,
  kClock,
  kWoken,   // "Object" is a goroutine that takes part because a signal or broadcast wakes it.
  kExit,    // The process ends: depends on everything.
};
inline constexpr int kAccessKinds = static_cast<int>(AccessKind::kExit) + 1;

/// One object that a step touches, by an identity that holds in every interleaving.
struct Access {
  std::uint64_t object = 0;     // object_id(), clock_id() or goroutine_id().
  std::uint32_t index = 0;      // kBufferedSend, kBufferedRecv: which value, from 0. kDone: the counter.
  std::uint32_t capacity = 0;   // kBufferedSend, kBufferedRecv: of the channel. kDone: what it takes.
  AccessKind kind = AccessKind::kObserve;
};

/// A step with everything that decides what it depends on. It does not own its accesses.
struct Footprint {
  Transition transition;
  std::span<const Access> accesses;
};

/// The identities of what is no object of the program: virtual time, the process, a goroutine that is woken.
[[nodiscard]] constexpr std::uint64_t clock_id() { return std::uint64_t{0xFE} << 24; }
[[nodiscard]] constexpr std::uint64_t process_id() { return std::uint64_t{0xFD} << 24; }
[[nodiscard]] constexpr std::uint64_t goroutine_id(GoroutineId id) {
  return (std::uint64_t{id} << 32) | (std::uint64_t{0xFF} << 24);
}

/// The kinds that conflict with `kind` on the same object whatever the indexes; buffered sends and
/// receives also conflict where values_meet().
[[nodiscard]] std::uint32_t conflicts_of(AccessKind kind);

/// Whether the send and the receive touch the same place of the buffer: the receive takes that very value,
/// or frees the place that the send needs.
[[nodiscard]] constexpr bool values_meet(std::uint32_t sent, std::uint32_t received,
                                         std::uint32_t capacity) {
  return sent == received || sent == received + capacity;
}

/// Whether two accesses to the same object can change each other. Two of kind kDone, neither of which has
/// seen the other, do when the counter does not suffice for both: one would become negative.
[[nodiscard]] bool conflict(const Access& a, const Access& b);

/// Whether one that an execution has made depends on an earlier one there. Two of kind kDone do not: the counter was
/// large enough.
[[nodiscard]] inline bool depends_on(const Access& later, const Access& earlier) {
  return later.object == earlier.object && conflict(later, earlier) &&
         !(later.kind == AccessKind::kDone && earlier.kind == AccessKind::kDone);
}

/// Calls visit(goroutine) for all that take part in the step.
template <typename Visit>
void participants(const Transition& t, std::span<const Access> accesses, const Visit& visit) {
  visit(t.goroutine);
  if (t.peer != 0) visit(t.peer);
  for (const Access& access : accesses) {
    if (access.kind == AccessKind::kWoken) visit(static_cast<GoroutineId>(access.object >> 32));
  }
}

/// For steps that share no goroutine.
[[nodiscard]] bool are_accesses_dependent(const Footprint& a, const Footprint& b);

/// Whether two different steps can disable or change each other: they share a goroutine or have
/// conflicting accesses. Errs on the side of dependent. Complexity: O(accesses squared), mostly 1.
[[nodiscard]] inline bool dependent(const Footprint& a, const Footprint& b) {
  const Transition& s = a.transition;
  const Transition& t = b.transition;
  if (s.goroutine == t.goroutine || s.goroutine == t.peer) return true;
  if (s.peer != 0 && (s.peer == t.goroutine || s.peer == t.peer)) return true;
  return are_accesses_dependent(a, b);
}

}  // namespace gocheck::checker
