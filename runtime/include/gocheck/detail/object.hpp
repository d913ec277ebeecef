#pragma once

#include <atomic>
#include <cstdint>

#include <gocheck/location.hpp>

namespace gocheck::detail {

/// What a goroutine can synchronise on.
enum class ObjectKind : std::uint8_t {
  kChan, kMutex, kRWMutex, kWaitGroup, kOnce, kCond, kAtomic, kTimer
};

// The state that decides which operations can proceed. It is the same under both schedulers; only
// waiting differs. Production reads and writes it under the object's lock; under check a single
// goroutine runs at a time and the checker alone applies operations to it.
struct ChanState {
  std::uint32_t capacity;
  std::uint32_t length;        // Values in the buffer, <= capacity.
  std::uint64_t sent;          // Values that ever entered the buffer.
  std::uint64_t received;      // Values that ever left it: sent - received == length.
  bool closed;
  std::uint8_t close_reason;   // What close_once() was given; 0 for an ordinary close.
};
struct MutexState {
  std::uint32_t owner;         // Under check the goroutine that locked it; production: 1. 0: free.
};
struct RWMutexState {
  std::uint32_t readers;       // Shared locks held.
  std::uint32_t writer;        // Announced or holding writer (as MutexState::owner); 0: none.
  bool writer_holds;
  bool foreign_unlock;         // Some goroutine without a read lock has called unlock_shared().
};
struct WaitGroupState {
  std::int64_t counter;
  std::uint32_t waiters;       // Production only: goroutines parked in wait().
};
struct OnceState {
  enum Phase : std::uint8_t { kIdle, kRunning, kDone } phase;
  std::uint32_t runner;
};
struct TimerState {
  std::int64_t deadline_ns;    // Virtual time under check, steady clock in production.
  std::int64_t period_ns;      // 0: fires once.
  std::uint64_t sequence;      // Order of starting: breaks ties between equal deadlines.
  bool pending;
};

struct Waiter;   // A parked goroutine of the production scheduler; see src/production.

/// Production's way to wait on an object: a spin lock that guards its state, and a queue.
/// Unused under check.
struct Parking {
  std::atomic<std::uint32_t> lock{0};
  Waiter* first = nullptr;
  Waiter* last = nullptr;
};

/// The part of every synchronisation object that both schedulers know.
///
/// An object is named by who made it and as which of its kind, never by its address, so the name
/// is the same in every interleaving.
struct Object {
  static constexpr std::uint32_t kAlive = 0x600DC0DE;
  static constexpr std::uint32_t kDestroyed = 0xDEADC0DE;

  /// `capacity` is that of a channel: whoever is told of the new object is told it too.
  Object(ObjectKind object_kind, const char* object_name, Location where,
         std::uint32_t capacity = 0);
  ~Object();
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  std::uint32_t magic = kAlive;   // Anything else: an operation on it is a use after destruction.
  ObjectKind kind;
  std::uint32_t creator = 0;      // Goroutine that made it (checker's number); 0: before main.
  std::uint32_t number = 0;       // n-th object of this kind by this creator, from 1.
  std::uint32_t index = 0;        // Controller's place for it in this execution, checked before use.
  const char* name;               // "" when the user gave none. Not owned: a literal.
  Location made;
  union {
    ChanState chan;
    MutexState mutex;
    RWMutexState rwmutex;
    WaitGroupState wait_group;
    OnceState once;
    TimerState timer;
  };
  Parking parking;
};

}  // namespace gocheck::detail
