// The guards of function-local statics [Itanium C++ ABI, 3.3.3]. The C++ library's would block the thread, or
// take the second goroutine on it for a recursion, when an initialiser waits for another goroutine: here the
// goroutine waits, as at a Once.
//
// Only who finds an initialisation under way performs an operation: statics that are ready, or whose
// initialisers do not wait, are no scheduling points.
#include <sched.h>

#include <atomic>
#include <cstdint>
#include <utility>

#include <gocheck/detail/operation.hpp>

#include "perform.hpp"
#include "production/spin_lock.hpp"

namespace gocheck::detail {
namespace {

/// Of the 64 bits of a guard the ABI gives a meaning to the first byte only.
struct Guard {
  std::atomic<std::uint8_t> is_ready;
  bool is_busy;                        // Under `lock`.
};

/// An initialisation that somebody waits for. Kept: it is rare, and who looks at it last is not known.
struct Contended {
  explicit Contended(Guard& waited_for)
      : guard(&waited_for), object(ObjectKind::kOnce, "static initialisation", {}) {
    object.once.phase = OnceState::kRunning;
  }
  Guard* guard;
  Object object;
  bool is_over = false;
  Contended* next = nullptr;
};

constinit std::atomic<std::uint32_t> lock{0};   // Of all guards: held for a few instructions.
constinit Contended* contended = nullptr;

bool can_park() { return active_controller != nullptr || production::on_goroutine(); }

Contended* find(const Guard& guard) {
  for (Contended* one = contended; one != nullptr; one = one->next)
    if (one->guard == &guard && !one->is_over) return one;
  return nullptr;
}

/// What to wait at; null when the initialisation has just ended.
Contended* enter(Guard& guard) {
  Contended* made = nullptr;
  while (true) {
    {
      const production::SpinGuard held(lock);
      Contended* known = guard.is_busy ? find(guard) : nullptr;
      if (known == nullptr && guard.is_busy && made != nullptr) {
        made->next = contended;
        known = contended = std::exchange(made, nullptr);
      }
      if (known != nullptr || !guard.is_busy) {
        delete made;
        return known;
      }
    }
    made = new Contended(guard);   // Not under the lock: the controller is told of the object.
  }
}

void wait_for(Guard& guard) {
  if (!can_park()) {
    ::sched_yield();
  } else if (Contended* const busy = enter(guard); busy != nullptr) {
    Operation pass{.kind = OpKind::kOnceCall, .object = &busy->object, .where = {}};
    perform(pass);
  }
}

void end_initialisation(Guard& guard, bool is_ready) {
  Contended* waited_for = nullptr;
  {
    const production::SpinGuard held(lock);
    guard.is_ready.store(is_ready ? 1 : 0, std::memory_order_release);
    guard.is_busy = false;
    waited_for = find(guard);
    if (waited_for != nullptr) waited_for->is_over = true;
  }
  if (waited_for == nullptr) return;
  Operation done{.kind = OpKind::kOnceDone, .object = &waited_for->object, .where = {}};
  perform(done);
}

}  // namespace
}  // namespace gocheck::detail

using gocheck::detail::Guard;

extern "C" {

/// 1: the caller is to initialise, then release or abort.
__attribute__((visibility("default"))) int __cxa_guard_acquire(Guard* guard) {
  while (true) {
    if (guard->is_ready.load(std::memory_order_acquire) != 0) return 0;
    bool is_mine = false;
    {
      const gocheck::detail::production::SpinGuard held(gocheck::detail::lock);
      if (guard->is_ready.load(std::memory_order_relaxed) == 0 && !guard->is_busy)
        is_mine = guard->is_busy = true;
    }
    if (is_mine) return 1;
    if (guard->is_ready.load(std::memory_order_acquire) == 0) gocheck::detail::wait_for(*guard);
  }
}

__attribute__((visibility("default"))) void __cxa_guard_release(Guard* guard) {
  gocheck::detail::end_initialisation(*guard, true);
}

/// The initialiser has thrown: the next one tries again.
__attribute__((visibility("default"))) void __cxa_guard_abort(Guard* guard) {
  gocheck::detail::end_initialisation(*guard, false);
}

}  // extern "C"
