#pragma once

#include <cstdint>

#include <gocheck/detail/controller.hpp>
#include <gocheck/detail/operation.hpp>

// The production scheduler: goroutines on GOCHECK_PROCS threads.
namespace gocheck::detail::production {

struct Goroutine;

/// Performs an operation for the calling goroutine, as Controller::perform() does under check.
void perform(Operation& operation);

/// Whether goroutines may exist: static initialisation of the program is over.
[[nodiscard]] bool started();
[[nodiscard]] bool on_goroutine();

/// Runs the program's main as goroutine 1, the calling thread being the first worker.
/// Returns its status when no goroutine runs any more; ends the process if some do not stop.
int run_main(MainFunction main, int argc, char** argv, char** envp);

/// Runs a goroutine on behalf of a thread that is not one, and waits for its end.
void run_and_wait(Entry entry);

/// Lets no goroutine but the calling one run any more; ends the process with `status` if some
/// do not stop in time. For exit().
void stop_others(int status);

void yield();

/// Ends the process with exit status 2: "KIND: text", where, and the goroutine.
[[noreturn]] void fail(const char* kind, const char* text, Location where);

// For the operations (production/operations.cpp, channel.cpp, select.cpp):

[[nodiscard]] Goroutine* current();
void start(Entry entry, const char* name, Location where);
/// Lets a parked goroutine run again.
void ready(Goroutine* goroutine);
/// Stops the calling goroutine until ready(). `release(argument)` is called once its stack is no
/// longer in use: it releases the lock under which the goroutine has put itself into a queue, so
/// nobody can wake it too early.
void park(const char* reason, Location where, void (*release)(void*), void* argument);
/// A uniformly distributed number below `bound`.
[[nodiscard]] std::uint64_t random_below(std::uint64_t bound);

[[nodiscard]] std::int64_t now_ns();
void start_timer(TimerCore& timer, std::int64_t delay_ns);
/// Both return whether it was pending.
bool stop_timer(TimerCore& timer);
bool reset_timer(TimerCore& timer, std::int64_t delay_ns);

}  // namespace gocheck::detail::production
