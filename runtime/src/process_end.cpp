// The C library's ways to end the process, for the program. Under check they end an execution:
// handlers of atexit() and destructors of static objects are not run, for the next execution begins
// with what they would have taken down.
#include "process_end.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

#include <gocheck/detail/controller.hpp>

#include "next_definition.hpp"
#include "production/scheduler.hpp"

namespace gocheck::detail {

void end_process(int status) {
  while (true) ::syscall(SYS_exit_group, status);
}

namespace {

void end_execution(const char* function, int status) {
  if (active_controller == nullptr) return;
  active_controller->end(
      {.kind = EndKind::kProgramExit, .message = function, .where = {}, .status = status});
}

}  // namespace
}  // namespace gocheck::detail

using namespace gocheck::detail;

extern "C" {

/// Ends the program from any goroutine. The others are stopped first: what exit() destroys is
/// still theirs.
__attribute__((visibility("default"))) void exit(int status) noexcept {
  end_execution("exit", status);
  production::stop_others(status);
  next_definition<void (*)(int)>("exit")(status);
  __builtin_unreachable();
}

__attribute__((visibility("default"))) void quick_exit(int status) noexcept {
  end_execution("quick_exit", status);
  production::stop_others(status);
  next_definition<void (*)(int)>("quick_exit")(status);
  __builtin_unreachable();
}

__attribute__((visibility("default"))) void _exit(int status) {
  end_execution("_exit", status);
  end_process(status);
}

__attribute__((visibility("default"))) void _Exit(int status) noexcept { _exit(status); }

}  // extern "C"
