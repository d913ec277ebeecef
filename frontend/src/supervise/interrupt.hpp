#pragma once

namespace gocheck::frontend {

/// Counts SIGINT and SIGTERM from now on instead of dying of them.
void watch_interrupts();
/// How often the user has asked to stop.
[[nodiscard]] int interrupts();
/// The last such signal, or 0.
[[nodiscard]] int interrupt_signal();

}  // namespace gocheck::frontend
