#pragma once

#include "engine/world.hpp"

namespace gocheck::checker {

/// From now on a fatal signal ends the worker with a finding that has no schedule: the program
/// crashes before main. To be called before any constructor of the program.
void contain_early_crashes();

/// From now on a fatal signal or std::terminate() in the program's code ends the goroutine that
/// raised it, as a finding, and the execution goes on with the others; first writes to protected
/// pages are let through (isolation/snapshot.hpp).
void contain_crashes(World& world);

/// Ends the goroutine that a signal has interrupted, as a finding: `context` is what the handler
/// was given, and the handler must return at once.
/// Requires: the world is in the program's code, and is_handling_crash() is false.
void stop_interrupted(void* context, FindingKind kind, const char* what,
                      const Backtrace& where) noexcept;

/// Whether a fatal signal is being handled; the goroutine that raised it must be left alone.
[[nodiscard]] bool is_handling_crash() noexcept;

}  // namespace gocheck::checker
