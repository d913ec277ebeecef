#pragma once

#include <gocheck/detail/operation.hpp>

namespace gocheck::detail {

/// How a goroutine came to its end.
enum class EndKind : std::uint8_t {
  kReturned,       // Its function returned, or go_exit() has unwound its stack.
  kExited,         // go_exit() (differs from kReturned for main only).
  kPanicked,       // An exception left its function.
  kFatal,          // Unlock of an unlocked mutex and the like: cannot be recovered from.
  kAssertFailed,   // require()
  kProgramExit,    // exit(): nothing happens after it.
};

struct End {
  EndKind kind;
  const char* message = "";   // Panic, fatal error or failed requirement.
  Location where;
  int status = 0;             // kProgramExit, and main's result for kReturned.
};

/// The seam: what takes over from the production scheduler while one is active.
///
/// Calls come from goroutines, one at a time. Nobody but the goroutine that runs touches objects.
class Controller {
 public:
  /// Performs `operation` for the running goroutine; other goroutines may run before it returns.
  virtual void perform(Operation& operation) = 0;
  /// Names a new object (creator and number).
  virtual void made(Object& object) = 0;
  /// Orders objects: the same number in every interleaving and process.
  [[nodiscard]] virtual std::uint64_t rank(const Object& object) const = 0;
  /// The object's memory is about to go. Goroutines that wait on it wait for ever.
  virtual void destroyed(Object& object) = 0;
  /// Calls destroy(thing): its last owner has given it up. Counts that the program does not see order
  /// this after every use.
  virtual void dispose(void (*destroy)(void* thing), void* thing) = 0;
  /// Ends the running goroutine; its stack is dropped as it is.
  [[noreturn]] virtual void end(const End& end) = 0;

 protected:
  ~Controller() = default;
};

/// The active controller, or null in production. Set before main and never changed while goroutines run.
extern Controller* active_controller;

/// Called by the checker: the user's `int main`, as the runtime's start-up code found it.
using MainFunction = int (*)(int, char**, char**);

/// Runs a goroutine's function and reports its end to the active controller, on its own stack.
[[noreturn]] void run_controlled(Entry entry);
/// The same for the main goroutine.
[[noreturn]] void run_controlled_main(MainFunction main, int argc, char** argv, char** envp);

}  // namespace gocheck::detail

/// Start-up hook: defined by what controls the program (the checker); takes over when the
/// environment has GOCHECK_WORKER. Returns the exit status of the process.
extern "C" int gocheck_worker_main(gocheck::detail::MainFunction main, int argc, char** argv,
                                   char** envp) __attribute__((weak));
