#pragma once

#include <cstddef>

namespace gocheck::detail {

/// A stopped flow of control: where its stack is and which exceptions it is handling.
///
/// A context that has never been switched away from describes nothing yet: a thread's own context
/// is default-constructed and filled by the first switch_context() that leaves it.
/// Thread-safety: a context may be resumed by another thread than the one it left.
struct ExecutionContext {
  void* stack_pointer = nullptr;

  // What __cxa_get_globals() held (Itanium C++ ABI 2.2.2), so that a goroutine may block in a
  // catch block, or in a destructor during unwinding, without mixing its exceptions with others'.
  void* caught_exceptions = nullptr;
  unsigned int uncaught_exceptions = 0;

  // For AddressSanitizer, which must know the bounds of the stack that runs. A thread's own
  // stack is learned when it is left.
  const void* stack_base = nullptr;
  std::size_t stack_size = 0;
  void* fake_stack = nullptr;
};

/// Stops the running flow in `from` and resumes `to`; returns when `from` is resumed.
/// Requires: `to` was made by make_context() or left by switch_context(), and is not running.
/// Complexity: about 3 ns. Saves the callee-saved registers and the exception state; the floating
/// point control words are the thread's and stay as they are.
void switch_context(ExecutionContext& from, ExecutionContext& to);

/// Prepares `context` to run entry(argument) on the given stack when it is first switched to.
/// Requires: stack_size >= 256; entry never returns.
/// The frame chain ends below entry (rbp 0, return address 0, CFI says so), so unwinders stop.
void make_context(ExecutionContext& context, void* stack_base, std::size_t stack_size,
                  void (*entry)(void*), void* argument);

}  // namespace gocheck::detail
