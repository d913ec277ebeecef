#pragma once

#include <cstddef>
#include <cstdint>

#include <gocheck/detail/chan_core.hpp>
#include <gocheck/detail/object.hpp>

namespace gocheck::detail {

/// Every way in which a goroutine can become visible to another.
enum class OpKind : std::uint8_t {
  kGo, kChoose, kNow,
  kSend, kRecv, kClose, kCloseOnce, kLen, kObserve, kSelect,
  kLock, kTryLock, kUnlock,
  kReadLock, kTryReadLock, kReadUnlock, kWriteLock, kTryWriteLock, kWriteUnlock,
  kAdd, kWait,
  kOnceCall, kOnceDone,
  kCondWait, kSignal, kBroadcast,
  kLoad, kStore, kReadModifyWrite, kCompareExchange,
  kTimerStart, kTimerStop, kTimerReset,
};

/// What went wrong in an operation. kSendOnClosed to kNegativeCounter are panics that the caller
/// throws; a fatal unlock ends the program and never returns to the caller.
enum class Fault : std::uint8_t {
  kNone, kSendOnClosed, kCloseOfClosed, kCloseOfNil, kNegativeCounter
};

/// One send or receive case of a select. `chan` may be null: such a case is never ready.
struct Case {
  bool is_send;
  ChanCore* chan;
  void* slot;       // Send: the value, moved from when chosen. Receive: raw storage for the value.
  bool ok = false;  // Result of a chosen receive: false when the channel was closed and empty.
  bool is_wanted = true;   // Receive: whether somebody looks at the value.
};

/// What a new goroutine runs. The scheduler that starts it calls run(context) exactly once on the
/// goroutine's stack; run() owns the context and never lets an exception out (see goroutine.hpp).
struct Entry {
  void (*run)(void* context);
  void* context;
};

/// A goroutine's next visible operation, described before it happens. Lives on its stack.
struct Operation {
  OpKind kind;
  Object* object = nullptr;     // Null: a nil channel, or an operation without an object.
  Location where;
  void* slot = nullptr;         // Send: value. Receive: raw storage. kGo: Entry. kCondWait: Mutex's Object.
                                // Atomics: the value.
  std::int64_t argument = 0;    // kAdd: delta. kChoose: n. Timers: ns from now. kCloseOnce: reason.
                                // Atomics: size of the value.
  const char* name = "";        // kGo: the goroutine's name. A receive that is a sleep: "sleep".
  Case* cases = nullptr;        // kSelect
  std::uint32_t case_count = 0;
  bool has_default = false;

  // Results.
  std::int64_t result = 0;      // kSelect: case taken, case_count for default. kChoose, kNow, kLen:
                                // the value. kRecv: 1 a value, 0 closed. kTry*: 1 taken. kCloseOnce:
                                // 1 closed now. kObserve: close_reason, or 0 while open. kOnceCall:
                                // 1 run it. kTimerStop, kTimerReset: 1 was pending.
  Fault fault = Fault::kNone;
};

/// A timer. Firing puts the time into `chan` unless it is full, or starts `callback`.
/// Counted, by the user's handle and by being pending: itself, or the channel for both.
struct TimerCore : Object {
  /// With a channel, which owns it from now on.
  TimerCore(Location where, ChanCore* channel);
  /// Of after_func.
  TimerCore(Location where, Entry (*callback)(void*), void* callback_context, void (*drop_context)(void*));
  ~TimerCore();

  std::atomic<std::uint32_t> references{1};         // Without a channel.
  ChanCore* chan = nullptr;                         // Chan<TimePoint>, capacity 1; null for after_func.
  Entry (*make_entry)(void* context) = nullptr;     // after_func: makes the goroutine of one firing.
  void* context = nullptr;
  void (*drop)(void* context) = nullptr;
};

void retain(TimerCore* timer) noexcept;
void release(TimerCore* timer) noexcept;

}  // namespace gocheck::detail
