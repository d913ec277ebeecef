// What a compiler inserts with -fsanitize=thread. Linked without libtsan, the calls come here: every
// access of instrumented code to memory that somebody else may know. In production, and while the
// checker itself works, each is a load and a branch.
//
// This file is in a program only when instrumented code refers to it.

#include "race/detector.hpp"

using gocheck::checker::race::Cleaning;
using gocheck::checker::race::detector;
using gocheck::checker::race::kRead;
using gocheck::checker::race::kWrite;
using gocheck::checker::race::on;

namespace {

[[gnu::always_inline]] inline void access(const void* address, std::size_t size, std::uint8_t kind,
                                          void* caller) {
  if (on) [[unlikely]] {
    const Cleaning cleaning;
    detector->access(reinterpret_cast<std::uintptr_t>(address), size, kind,
                     reinterpret_cast<std::uintptr_t>(caller));
  }
}

}  // namespace

#define GOCHECK_HOOK_ACCESS(name, size, kind) \
  void __tsan_##name(void* address) { access(address, size, kind, __builtin_return_address(0)); }
#define GOCHECK_HOOK_SIZE(size)                                       \
  GOCHECK_HOOK_ACCESS(read##size, size, kRead)                        \
  GOCHECK_HOOK_ACCESS(write##size, size, kWrite)                      \
  GOCHECK_HOOK_ACCESS(read_write##size, size, kWrite)                 \
  GOCHECK_HOOK_ACCESS(unaligned_read##size, size, kRead)              \
  GOCHECK_HOOK_ACCESS(unaligned_write##size, size, kWrite)            \
  GOCHECK_HOOK_ACCESS(unaligned_read_write##size, size, kWrite)       \
  GOCHECK_HOOK_ACCESS(volatile_read##size, size, kRead)               \
  GOCHECK_HOOK_ACCESS(volatile_write##size, size, kWrite)             \
  GOCHECK_HOOK_ACCESS(unaligned_volatile_read##size, size, kRead)     \
  GOCHECK_HOOK_ACCESS(unaligned_volatile_write##size, size, kWrite)

extern "C" {

/// Tells the worker that this program is instrumented for us, not linked with libtsan.
extern const char gocheck_race_hooks = 1;

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}

GOCHECK_HOOK_SIZE(1)
GOCHECK_HOOK_SIZE(2)
GOCHECK_HOOK_SIZE(4)
GOCHECK_HOOK_SIZE(8)
GOCHECK_HOOK_SIZE(16)

void __tsan_read_range(void* address, std::size_t size) {
  access(address, size, kRead, __builtin_return_address(0));
}
void __tsan_write_range(void* address, std::size_t size) {
  access(address, size, kWrite, __builtin_return_address(0));
}

void __tsan_vptr_read(void** vptr) {
  access(vptr, sizeof(void*), kRead, __builtin_return_address(0));
}
/// A constructor or destructor that sets the pointer to what it is already only reads.
void __tsan_vptr_update(void** vptr, void* value) {
  access(vptr, sizeof(void*), *vptr == value ? kRead : kWrite, __builtin_return_address(0));
}

}  // extern "C"
