#pragma once

#include "stack/backtrace.hpp"

namespace gocheck::checker {

/// Answers the parent's request when the program has crashed before main: a finding that needs no
/// schedule, since every execution would begin with it. Ends the process.
[[noreturn]] void report_early_crash(const char* what, const Backtrace& where);

}  // namespace gocheck::checker
