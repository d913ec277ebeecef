// The system call in which std::future, std::atomic::wait, std::latch, std::barrier and std::counting_semaphore wait
// for a word to change. In instrumented code under check it is an operation: to look at the word, an atomic, and to
// park if it is as expected, in one step of the kernel, are done under a lock that whoever wakes takes as well. Neither
// that lock nor the waking orders anything for the detector of races: the program's atomics do.
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <ctime>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/world.hpp"
#include "interpose/refuse.hpp"

using gocheck::checker::refuse;
using gocheck::checker::World;
using gocheck::checker::race::detector;
using gocheck::checker::race::on;
using gocheck::detail::Object;
using gocheck::detail::ObjectKind;
using gocheck::detail::Operation;
using gocheck::detail::OpKind;

namespace {

/// The rest of the program's arguments of a futex call, and where it is made.
class Futex {
 public:
  Futex(std::uint32_t* word, const std::byte* state, void* caller)
      : word_(word),
        address_(reinterpret_cast<std::uintptr_t>(word)),
        state_(state),
        caller_(caller),
        lock_(detector->unordered_at(ObjectKind::kMutex, address_)),
        parked_(detector->unordered_at(ObjectKind::kCond, address_)) {}

  /// 0, or the error.
  int wait(std::uint32_t expected) {
    perform(OpKind::kLock, lock_);
    detector->entered(state_);
    detector->begin_atomic(OpKind::kLoad, address_, sizeof *word_, reinterpret_cast<std::uintptr_t>(caller_));
    const bool is_expected = __atomic_load_n(word_, __ATOMIC_RELAXED) == expected;
    if (is_expected) perform(OpKind::kCondWait, parked_, &lock_);
    perform(OpKind::kUnlock, lock_);
    return is_expected ? 0 : EAGAIN;
  }

  void wake(int count) {
    perform(OpKind::kLock, lock_);
    if (count == INT_MAX) {
      perform(OpKind::kBroadcast, parked_);
    } else {
      for (int i = 0; i < count; ++i) perform(OpKind::kSignal, parked_);
    }
    perform(OpKind::kUnlock, lock_);
  }

 private:
  void perform(OpKind kind, Object& object, Object* with = nullptr) const {
    detector->entered(state_);
    Operation operation{.kind = kind, .object = &object, .where = {}, .slot = with};
    gocheck::detail::active_controller->perform(operation);
  }

  std::uint32_t* word_;
  std::uintptr_t address_;
  const std::byte* state_;
  void* caller_;
  Object& lock_;
  Object& parked_;
};

long result_of(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

long call_kernel(long number, const long (&arguments)[6]) {
  register long fourth asm("r10") = arguments[3];
  register long fifth asm("r8") = arguments[4];
  register long sixth asm("r9") = arguments[5];
  long result = number;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(arguments[0]), "S"(arguments[1]), "d"(arguments[2]), "r"(fourth), "r"(fifth), "r"(sixth)
               : "rcx", "r11", "memory");
  constexpr long kErrorMax = 4095;
  return result < 0 && result >= -kErrorMax ? result_of(static_cast<int>(-result)) : result;
}

}  // namespace

extern "C" long syscall(long number, ...) noexcept {
  const std::byte* const here = gocheck::checker::caller_state();
  long arguments[6];
  va_list list;
  va_start(list, number);
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  if (!on || number != SYS_futex) return call_kernel(number, arguments);

  constexpr long kCommand = ~static_cast<long>(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);
  const long command = arguments[1] & kCommand;
  const bool waits = command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
  if (waits && arguments[3] != 0) {
    refuse(*gocheck::checker::world_of_program(), "a wait with a timeout, in real time; use select with after()",
           __builtin_return_address(0));
  }
  if (!waits && command != FUTEX_WAKE) return call_kernel(number, arguments);
  Futex futex(reinterpret_cast<std::uint32_t*>(arguments[0]), detector->entered_at(here), __builtin_return_address(0));
  int error = 0;
  if (waits) {
    error = futex.wait(static_cast<std::uint32_t>(arguments[2]));
  } else {
    futex.wake(static_cast<int>(arguments[2]));
  }
  detector->entered(nullptr);
  return result_of(error);
}
