#include "machine/access.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace gocheck::checker {
namespace {

constexpr std::uint32_t bit(AccessKind kind) { return 1U << static_cast<unsigned>(kind); }

constexpr std::uint32_t bits(std::initializer_list<AccessKind> kinds) {
  std::uint32_t all = 0;
  for (const AccessKind kind : kinds) all |= bit(kind);
  return all;
}

struct Row {
  AccessKind kind;
  std::uint32_t with;
};

/// One half of the table; its symmetric closure is taken below. What is not listed commutes.
constexpr Row kRows[] = {
    {AccessKind::kBufferedSend,
     bits({AccessKind::kBufferedSend, AccessKind::kClose, AccessKind::kObserve})},
    {AccessKind::kBufferedRecv,
     bits({AccessKind::kBufferedRecv, AccessKind::kZeroRecv, AccessKind::kObserve})},
    {AccessKind::kClose, bits({AccessKind::kClose, AccessKind::kRendezvous, AccessKind::kZeroRecv,
                               AccessKind::kPanicSend, AccessKind::kObserve})},
    {AccessKind::kMutex, bits({AccessKind::kMutex})},
    {AccessKind::kReadLock, bits({AccessKind::kAnnounce, AccessKind::kWriteUnlock})},
    {AccessKind::kReadUnlock, bits({AccessKind::kAcquire})},
    {AccessKind::kAnnounce, bits({AccessKind::kAnnounce, AccessKind::kAcquire,
                                  AccessKind::kWriteUnlock, AccessKind::kTryRead})},
    {AccessKind::kAcquire, bits({AccessKind::kWriteUnlock, AccessKind::kTryRead})},
    {AccessKind::kWriteUnlock, bits({AccessKind::kWriteUnlock, AccessKind::kTryRead})},
    {AccessKind::kRWAll,
     bits({AccessKind::kReadLock, AccessKind::kReadUnlock, AccessKind::kAnnounce,
           AccessKind::kAcquire, AccessKind::kWriteUnlock, AccessKind::kTryRead,
           AccessKind::kRWAll})},
    {AccessKind::kAdd, bits({AccessKind::kAdd, AccessKind::kDone, AccessKind::kNegative,
                             AccessKind::kWait})},
    {AccessKind::kDone, bits({AccessKind::kNegative, AccessKind::kWait})},
    {AccessKind::kOnce, bits({AccessKind::kOnce, AccessKind::kOncePass})},
    {AccessKind::kCond, bits({AccessKind::kCond})},
    {AccessKind::kStore, bits({AccessKind::kStore, AccessKind::kLoad})},
    {AccessKind::kClock, bits({AccessKind::kClock})},
};

constexpr std::array<std::uint32_t, kAccessKinds> make_table() {
  std::array<std::uint32_t, kAccessKinds> table{};
  for (const Row& row : kRows) {
    table[static_cast<std::size_t>(row.kind)] |= row.with;
    for (std::size_t other = 0; other < table.size(); ++other) {
      if ((row.with >> other) & 1U) table[other] |= bit(row.kind);
    }
  }
  return table;
}

constexpr std::array<std::uint32_t, kAccessKinds> kTable = make_table();

bool takes_part(std::uint64_t goroutine, const Footprint& f) {
  if (goroutine_id(f.transition.goroutine) == goroutine) return true;
  return f.transition.peer != 0 && goroutine_id(f.transition.peer) == goroutine;
}

}  // namespace

std::uint32_t conflicts_of(AccessKind kind) { return kTable[static_cast<std::size_t>(kind)]; }

bool conflict(const Access& a, const Access& b) {
  if ((conflicts_of(a.kind) & bit(b.kind)) != 0) return true;
  if (a.kind == AccessKind::kBufferedSend && b.kind == AccessKind::kBufferedRecv) {
    return values_meet(a.index, b.index, a.capacity);
  }
  if (a.kind == AccessKind::kBufferedRecv && b.kind == AccessKind::kBufferedSend) {
    return values_meet(b.index, a.index, a.capacity);
  }
  if (a.kind == AccessKind::kDone && b.kind == AccessKind::kDone) {
    return std::min(a.index, b.index) < std::uint64_t{a.capacity} + b.capacity;
  }
  return a.kind == AccessKind::kWoken;   // The same goroutine.
}

bool are_accesses_dependent(const Footprint& a, const Footprint& b) {
  for (const Access& x : a.accesses) {
    if (x.kind == AccessKind::kExit) return true;
    if (x.kind == AccessKind::kWoken && takes_part(x.object, b)) return true;
    for (const Access& y : b.accesses) {
      if (x.object == y.object && conflict(x, y)) return true;
    }
  }
  for (const Access& y : b.accesses) {
    if (y.kind == AccessKind::kExit) return true;
    if (y.kind == AccessKind::kWoken && takes_part(y.object, a)) return true;
  }
  return false;
}

}  // namespace gocheck::checker
