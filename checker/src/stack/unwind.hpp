#pragma once

#include <ucontext.h>

#include "stack/backtrace.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {

/// The frames below a signal handler, from what was interrupted on `stack`, by unwind tables: the C library
/// keeps no frame pointers. Falls back to them when there is no table for the place (a call through
/// a null pointer). To be called on the signal's own stack.
Backtrace unwind_interrupted(const ucontext_t& context, const StackBounds& stack) noexcept;

/// The frames of the caller.
Backtrace unwind_here() noexcept;

/// The frames from the one on that goes on at `caller`: a function's return address.
Backtrace unwind_from(const void* caller) noexcept;

/// Only what can be had without tables. For when unwinding itself has crashed.
Backtrace unwind_by_frame_pointers(const ucontext_t& context, const StackBounds& stack) noexcept;

}  // namespace gocheck::checker
