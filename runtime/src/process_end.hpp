#pragma once

namespace gocheck::detail {

/// Ends the process at once, whoever schedules. _exit() is a call of the program's, which under
/// check ends an execution.
[[noreturn]] void end_process(int status);

}  // namespace gocheck::detail
