#pragma once

#include <cstdint>

#include "engine/world.hpp"

namespace gocheck::checker {

/// Ends a goroutine that reaches no visible operation any more, as a finding:
///
///   livelock       it has used `timeout_ms` of processor time since its last one; reported at the
///                  loop it is in, which several samples tell from what the loop calls
///   uncontrolled   it is blocked in a system call and the parent asks (SIGURG) why it hears nothing
///
/// Processor time, so that a busy machine ends nothing; 0 means never. A tick twice in the period is
/// all that it costs.
void start_watchdog(World& world, std::int64_t timeout_ms);
/// In a child process, which does not inherit the timer.
void restart_watchdog();

}  // namespace gocheck::checker
