#pragma once

#include <span>

#include "stack/backtrace.hpp"

/// Calls whose answers nobody can repeat: clocks, random numbers, the names of processes. They are no findings:
/// a program may print the time. When an execution does not repeat, they are what may have decided.
namespace gocheck::checker::unrepeatable {

struct Call {
  const char* name;   // "getpid()".
  Backtrace where;    // From the caller on.
};

/// From here on they are remembered. Requires: called once, before the first execution.
void take_over();
/// The first few that the program under check has made in this process, each place once.
[[nodiscard]] std::span<const Call> calls() noexcept;

}  // namespace gocheck::checker::unrepeatable
