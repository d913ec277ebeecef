#include "context_switch.hpp"

#include <cxxabi.h>

#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define GOCHECK_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GOCHECK_ASAN 1
#endif
#endif
#ifdef GOCHECK_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

#if !defined(__x86_64__)
#error "gocheck switches contexts on x86-64 only"
#endif

// void gocheck_switch_stack(void** save, void* resume)
//
// Leaving by `pop rdx; jmp *rdx` instead of `ret` is deliberate: the return would go to another
// call chain than the one the processor's return stack predicts (8 ns instead of about 3).
// Only callee-saved registers are saved: for the compiler this is an ordinary call.
//
// gocheck_context_start is where a new context begins: entry in rbx, its argument in r12, rbp 0.
asm(R"(
.text
.p2align 4
.globl gocheck_switch_stack
.hidden gocheck_switch_stack
.type gocheck_switch_stack, @function
gocheck_switch_stack:
  .cfi_startproc
  pushq %rbp
  .cfi_adjust_cfa_offset 8
  pushq %rbx
  .cfi_adjust_cfa_offset 8
  pushq %r12
  .cfi_adjust_cfa_offset 8
  pushq %r13
  .cfi_adjust_cfa_offset 8
  pushq %r14
  .cfi_adjust_cfa_offset 8
  pushq %r15
  .cfi_adjust_cfa_offset 8
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  .cfi_adjust_cfa_offset -8
  popq %r14
  .cfi_adjust_cfa_offset -8
  popq %r13
  .cfi_adjust_cfa_offset -8
  popq %r12
  .cfi_adjust_cfa_offset -8
  popq %rbx
  .cfi_adjust_cfa_offset -8
  popq %rbp
  .cfi_adjust_cfa_offset -8
  popq %rdx
  .cfi_adjust_cfa_offset -8
  .cfi_register %rip, %rdx
  jmp *%rdx
  .cfi_endproc
.size gocheck_switch_stack, .-gocheck_switch_stack

.p2align 4
.globl gocheck_context_start
.hidden gocheck_context_start
.type gocheck_context_start, @function
gocheck_context_start:
  .cfi_startproc
  .cfi_undefined %rip
  movq %rbx, %rdi
  movq %r12, %rsi
  call gocheck_context_main
  ud2
  .cfi_endproc
.size gocheck_context_start, .-gocheck_context_start
)");

extern "C" {
__attribute__((visibility("hidden"))) void gocheck_switch_stack(void** save, void* resume);
__attribute__((visibility("hidden"))) void gocheck_context_start();
__attribute__((visibility("hidden"), used, noreturn)) void gocheck_context_main(
    void (*entry)(void*), void* argument);
}

namespace gocheck::detail {
namespace {

/// The ABI's per-thread exception state; libstdc++ keeps the type itself to itself.
struct ExceptionGlobals {
  void* caught_exceptions;
  unsigned int uncaught_exceptions;
};

thread_local ExceptionGlobals* cached_globals = nullptr;

ExceptionGlobals& exception_globals() {
  if (cached_globals == nullptr)
    cached_globals = reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
  return *cached_globals;
}

#ifdef GOCHECK_ASAN
thread_local ExecutionContext* left = nullptr;  // What the running flow was switched to from.

__attribute__((noinline)) void start_switch(ExecutionContext& from, ExecutionContext& to) {
  left = &from;
  __sanitizer_start_switch_fiber(&from.fake_stack, to.stack_base, to.stack_size);
}
__attribute__((noinline)) void finish_switch(void* fake_stack) {
  __sanitizer_finish_switch_fiber(fake_stack, &left->stack_base, &left->stack_size);
}
#else
void start_switch(ExecutionContext& /*from*/, ExecutionContext& /*to*/) {}
void finish_switch(void* /*fake_stack*/) {}
#endif

}  // namespace

// Everything that belongs to the thread is done before the stacks change hands: `from` may be
// resumed by another thread, where an address taken here would be the wrong thread's.
__attribute__((noinline)) void switch_context(ExecutionContext& from, ExecutionContext& to) {
  ExceptionGlobals& globals = exception_globals();
  from.caught_exceptions = globals.caught_exceptions;
  from.uncaught_exceptions = globals.uncaught_exceptions;
  globals.caught_exceptions = to.caught_exceptions;
  globals.uncaught_exceptions = to.uncaught_exceptions;
  start_switch(from, to);
  gocheck_switch_stack(&from.stack_pointer, to.stack_pointer);
  finish_switch(from.fake_stack);
}

void make_context(ExecutionContext& context, void* stack_base, std::size_t stack_size,
                  void (*entry)(void*), void* argument) {
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(stack_base) + stack_size;
  auto* top = reinterpret_cast<void**>(end & ~std::uintptr_t{15});
  *--top = nullptr;                                             // Keeps the stack aligned.
  *--top = nullptr;                                             // Return address: none.
  *--top = reinterpret_cast<void*>(&gocheck_context_start);     // popped into rdx
  *--top = nullptr;                                             // rbp
  *--top = reinterpret_cast<void*>(entry);                      // rbx
  *--top = argument;                                            // r12
  for (int i = 0; i < 3; ++i) *--top = nullptr;                 // r13, r14, r15
  context = {.stack_pointer = top,
             .caught_exceptions = nullptr,
             .uncaught_exceptions = 0,
             .stack_base = stack_base,
             .stack_size = stack_size,
             .fake_stack = nullptr};
}

}  // namespace gocheck::detail

void gocheck_context_main(void (*entry)(void*), void* argument) {
  gocheck::detail::finish_switch(nullptr);
  entry(argument);
  __builtin_trap();
}
