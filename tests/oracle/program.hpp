#pragma once

#include <cstdint>
#include <string>

namespace oracle {

inline constexpr int kGoroutines = 5;
inline constexpr int kOps = 6;

/// One operation of a generated program. What `a`, `b` and `c` mean depends on the kind.
enum class Op : std::uint8_t {
  kSend, kRecv, kClose, kSelect, kSelectDefault, kLen,
  kLock, kUnlock, kTryLock,
  kReadLock, kReadUnlock, kWriteLock, kWriteUnlock, kTryRead, kTryWrite,
  kAdd, kDone, kWait,
  kOnce, kCondWait, kSignal, kBroadcast,
  kLoad, kStore, kFetchAdd, kCompareSwap,
  kAcquire, kTryAcquire, kRelease, kErrGroup,
  kCancel, kContextErr, kContextDone, kDerive,
  kDeriveTimed, kSleep, kTimerStop, kTimerReset, kAfterFunc, kAfter, kTicker, kTwoTimers, kNow,
  kChoose, kSpawn, kYield, kScope,
  kLockedStore, kLockedTry,
  kPollRecv, kPollTwo, kPollLock, kPollRead, kPollContext, kPollLoad, kPollExchange, kPollLocked, kPollBothLocked,
  kCount,
};

struct Instruction {
  Op op;
  std::uint8_t a, b, c;
};

/// A small concurrent program: goroutines of straight-line code over a fixed set of objects. Goroutine i
/// is started by main unless `is_spawned`.
struct Program {
  std::uint8_t capacity[3];             // Of the channels; channel 3 is nil.
  std::uint8_t goroutines;
  std::uint8_t length[kGoroutines];
  Instruction code[kGoroutines][kOps];
  bool recovers;                        // A panic is caught where it happens.
  /// Polls are loops; otherwise what they come to: they wait, or, where nothing waits for that, they try
  /// once.
  bool polls;
  /// What they do after each attempt in vain.
  enum class Pause : std::uint8_t { kNone, kSleep, kAfter, kTick, kAfterOrEnd, kTickOrEnd } pause;
  std::uint8_t patience;                // After so many pauses they give up; 0: never.
  bool tells;                           // In front of each they send something, if it can be sent.
  /// What protects the numbers that are looked at under a lock, and how who polls locks it.
  enum class Guard : std::uint8_t { kMutex, kRead, kWrite } guard;
  [[nodiscard]] bool pauses() const { return pause != Pause::kNone; }
  /// Whether they hear of an end meanwhile, or of a value: from channel 2.
  [[nodiscard]] bool listens() const { return pause == Pause::kAfterOrEnd || pause == Pause::kTickOrEnd; }
  /// Whether what they do is seen, beside what they wait for.
  [[nodiscard]] bool is_seen_to_pause() const { return pauses() && (listens() || patience > 0 || tells); }
  /// Whether `test` holds of some operation.
  template <typename Test>
  [[nodiscard]] bool has(const Test& test) const {
    for (int g = 0; g < kGoroutines; ++g) {
      for (int i = 0; i < length[g]; ++i) {
        if (test(code[g][i].op)) return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool ticks() const { return pause == Pause::kTick || pause == Pause::kTickOrEnd; }
};

/// What each goroutine saw, as a hash, and how far it came.
struct Outcome {
  std::uint64_t seen[kGoroutines];
  std::uint32_t steps[kGoroutines];
  bool tries[kGoroutines];   // In vain: in a poll that nothing waits for.
};

[[nodiscard]] Program generate(std::uint64_t seed);
/// Some of its waiting operations poll.
[[nodiscard]] Program generate_polling(std::uint64_t seed);
[[nodiscard]] std::string text(const Program& program);
/// Runs on the runtime, from a main goroutine. Requires: `outcome` is zeroed.
void run(const Program& program, Outcome& outcome);

}  // namespace oracle
