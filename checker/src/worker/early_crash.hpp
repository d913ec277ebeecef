#pragma once

#include <string>

#include "engine/backtrace.hpp"

namespace gocheck::checker {

/// Answers the parent's request when the program has crashed before main: a finding that needs no
/// schedule, since every execution would begin with it. Ends the process.
[[noreturn]] void report_early_crash(const char* what, const Backtrace& where);

/// Ends the process at once. The program's own calls of _exit() are not ours
/// (interpose/process_end.cpp).
[[noreturn]] void end_process(int status);

/// Return addresses as the protocol has them.
std::string hex_list(const Backtrace& where);

}  // namespace gocheck::checker
