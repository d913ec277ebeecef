// Atomic operations of instrumented code, which the compiler gives to us whole.
//
// The program's own are visible operations: each waits for its turn, and orders what its memory
// order says. Only sequentially consistent outcomes are explored. The counts of std::shared_ptr and the
// guards of static variables order, but are no scheduling points: every copy of a pointer would
// multiply the interleavings. In production each is the plain operation.

#include <atomic>

#include <gocheck/detail/controller.hpp>

#include "race/detector.hpp"
#include "stack/backtrace.hpp"

namespace {

using gocheck::checker::race::Cleaning;
using gocheck::checker::race::Clocks;
using gocheck::checker::race::detector;
using gocheck::checker::race::kAtomic;
using gocheck::checker::race::kWrite;
using gocheck::checker::race::on;
using gocheck::checker::race::Tid;
using gocheck::detail::OpKind;

std::uintptr_t number(const volatile void* address) {
  return reinterpret_cast<std::uintptr_t>(address);
}

bool acquires(int order) { return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE; }
bool releases(int order) {
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

void read_order(Clocks& clocks, Tid self, std::uintptr_t thing, int order) {
  if (acquires(order)) {
    clocks.acquire(self, thing);
  } else {
    clocks.acquire_by_fence(self, thing);
  }
}

/// A store hides what was stored before.
void store_order(Clocks& clocks, Tid self, std::uintptr_t thing, int order) {
  if (releases(order)) {
    clocks.publish(self, thing);
  } else {
    clocks.publish_by_fence(self, thing);
  }
}

/// A read-modify-write continues the release sequence of the value it replaces [C++20, 6.9.2.1].
void update_order(Clocks& clocks, Tid self, std::uintptr_t thing, int order) {
  read_order(clocks, self, thing, order);
  if (releases(order)) {
    clocks.release(self, thing);
  } else {
    clocks.release_by_fence(self, thing);
  }
}

/// Waits until it is the operation's turn; false when it is to be done without further ado: in
/// production, and for the value of an Atomic, whose turn it is.
/// Inlined down to the hook that the program calls, as are those that call it.
[[gnu::always_inline]] inline bool begin(OpKind kind, const volatile void* address, std::size_t size,
                                         void* caller) {
  if (!on) return false;
  detector->entered(gocheck::checker::caller_state());
  const bool is_seen = detector->begin_atomic(kind, number(address), size,
                                              reinterpret_cast<std::uintptr_t>(caller));
  detector->entered(nullptr);
  return is_seen;
}

template <typename T>
[[gnu::always_inline]] inline T load(const volatile T* address, int order, void* caller) {
  const Cleaning cleaning;
  const bool is_seen = begin(OpKind::kLoad, address, sizeof(T), caller);
  const T value = __atomic_load_n(address, __ATOMIC_SEQ_CST);
  if (is_seen) {
    detector->order([&](Clocks& clocks, Tid self) {
      read_order(clocks, self, number(address), order);
    });
  }
  return value;
}

template <typename T>
[[gnu::always_inline]] inline void store(volatile T* address, T value, int order, void* caller) {
  const Cleaning cleaning;
  const bool is_seen = begin(OpKind::kStore, address, sizeof(T), caller);
  __atomic_store_n(address, value, __ATOMIC_SEQ_CST);
  if (is_seen) {
    detector->order([&](Clocks& clocks, Tid self) {
      store_order(clocks, self, number(address), order);
    });
  }
}

template <typename T, typename Update>
[[gnu::always_inline]] inline T update(volatile T* address, int order, void* caller, Update update) {
  const Cleaning cleaning;
  const bool is_seen = begin(OpKind::kReadModifyWrite, address, sizeof(T), caller);
  const T before = update();
  if (is_seen) {
    detector->order([&](Clocks& clocks, Tid self) {
      update_order(clocks, self, number(address), order);
    });
  }
  return before;
}

/// Never fails spuriously.
template <typename T>
[[gnu::always_inline]] inline bool compare_exchange(volatile T* address, T* expected, T desired, int order, int failure_order,
                      void* caller) {
  const Cleaning cleaning;
  const bool was_on = on;
  const bool is_seen = begin(OpKind::kCompareExchange, address, sizeof(T), caller);
  const bool succeeds = __atomic_compare_exchange_n(address, expected, desired, false,
                                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  if (was_on && succeeds) {
    detector->access(number(address), sizeof(T), kAtomic | kWrite,
                     reinterpret_cast<std::uintptr_t>(caller));
  }
  if (is_seen) {
    detector->order([&](Clocks& clocks, Tid self) {
      if (succeeds) {
        update_order(clocks, self, number(address), order);
      } else {
        read_order(clocks, self, number(address), failure_order);
      }
    });
  } else if (was_on && !succeeds) {
    detector->failed_exchange();
  }
  return succeeds;
}

}  // namespace

#define GOCHECK_UPDATE(bits, type, name)                                                     \
  type __tsan_atomic##bits##_fetch_##name(volatile type* address, type value, int order) {   \
    return update(address, order, __builtin_return_address(0),                               \
                  [&] { return __atomic_fetch_##name(address, value, __ATOMIC_SEQ_CST); });   \
  }

#define GOCHECK_COMPARE_EXCHANGE(bits, type, strength)                                        \
  int __tsan_atomic##bits##_compare_exchange_##strength(                                      \
      volatile type* address, type* expected, type desired, int order, int failure_order) {   \
    return compare_exchange(address, expected, desired, order, failure_order,                 \
                            __builtin_return_address(0))                                      \
               ? 1                                                                            \
               : 0;                                                                           \
  }

#define GOCHECK_ATOMICS(bits, type)                                                           \
  type __tsan_atomic##bits##_load(const volatile type* address, int order) {                  \
    return load(address, order, __builtin_return_address(0));                                 \
  }                                                                                           \
  void __tsan_atomic##bits##_store(volatile type* address, type value, int order) {           \
    store(address, value, order, __builtin_return_address(0));                                \
  }                                                                                           \
  type __tsan_atomic##bits##_exchange(volatile type* address, type value, int order) {        \
    return update(address, order, __builtin_return_address(0),                                \
                  [&] { return __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST); });      \
  }                                                                                           \
  GOCHECK_UPDATE(bits, type, add)                                                             \
  GOCHECK_UPDATE(bits, type, sub)                                                             \
  GOCHECK_UPDATE(bits, type, and)                                                             \
  GOCHECK_UPDATE(bits, type, or)                                                              \
  GOCHECK_UPDATE(bits, type, xor)                                                             \
  GOCHECK_UPDATE(bits, type, nand)                                                            \
  GOCHECK_COMPARE_EXCHANGE(bits, type, strong)                                                \
  GOCHECK_COMPARE_EXCHANGE(bits, type, weak)                                                  \
  type __tsan_atomic##bits##_compare_exchange_val(volatile type* address, type expected,      \
                                                  type desired, int order,                    \
                                                  int failure_order) {                        \
    compare_exchange(address, &expected, desired, order, failure_order,                       \
                     __builtin_return_address(0));                                            \
    return expected;                                                                          \
  }

extern "C" {

GOCHECK_ATOMICS(8, std::uint8_t)
GOCHECK_ATOMICS(16, std::uint16_t)
GOCHECK_ATOMICS(32, std::uint32_t)
GOCHECK_ATOMICS(64, std::uint64_t)

void __tsan_atomic_thread_fence(int order) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (!on) return;
  detector->order([&](Clocks& clocks, Tid self) {
    clocks.fence(self, acquires(order), releases(order));
  });
}

void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
