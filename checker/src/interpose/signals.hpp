#pragma once

namespace gocheck::checker {

/// The program's own handlers and masks of signals. Those signals that the checker lives on keep its handlers,
/// and cannot be blocked: what the program wants done with them is remembered and never called. The others
/// are the program's, until the end of the execution.
namespace signals {

/// The signal by which the watchdog's timer calls (worker/watchdog.hpp).
[[nodiscard]] int watchdog_tick() noexcept;

/// From now on; to be called when the checker has installed its own handlers.
void take_over();
/// Puts back what an execution has changed.
void restore() noexcept;

}  // namespace signals
}  // namespace gocheck::checker
