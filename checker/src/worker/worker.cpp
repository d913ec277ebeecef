#include "worker/worker.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <link.h>
#include <sys/single_threaded.h>
#include <sys/stat.h>
#include <unistd.h>

#include "interpose/signals.hpp"
#include "interpose/unrepeatable.hpp"
#include "isolation/descriptors.hpp"
#include "isolation/heap.hpp"
#include "isolation/mappings.hpp"
#include "isolation/snapshot.hpp"
#include "process_end.hpp"
#include "stack/unwind.hpp"
#include "worker/crash.hpp"
#include "worker/early_crash.hpp"
#include "worker/explore.hpp"
#include "worker/replay.hpp"
#include "worker/watchdog.hpp"

// Present when the program is built with a sanitizer that brings its own heap and address space.
extern "C" void __asan_init() __attribute__((weak));
extern "C" void __tsan_init() __attribute__((weak));
// Present when its code is instrumented for our own hooks (race/hooks.cpp).
extern "C" const char gocheck_race_hooks __attribute__((weak));

namespace gocheck::checker {
namespace {

bool is_instrumented() { return &gocheck_race_hooks != nullptr; }
bool is_sanitized() {
  return &__asan_init != nullptr || (&__tsan_init != nullptr && !is_instrumented());
}

bool has_threads() {
  struct stat tasks {};
  return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3;   // Itself, its parent, and one of each thread.
}

// Before every constructor of the program: what they allocate is part of the snapshot. The C
// library is not initialised yet, so the environment comes as an argument.
void before_constructors(int, char**, char** envp) {
  for (char** variable = envp; *variable != nullptr; ++variable) {
    if (std::strncmp(*variable, "GOCHECK_WORKER=", 15) == 0 && !is_sanitized()) {
      heap::take_over();
      mappings::take_over();
      contain_early_crashes();
      return;
    }
  }
}

__attribute__((section(".preinit_array"), used)) void (*const g_before_constructors)(
    int, char**, char**) = before_constructors;

bool g_rewinds_input = false;
World* g_world = nullptr;

void out_of_memory() {
  const Backtrace where = unwind_here();
  g_world->stop(FindingKind::kCrash, "out of memory (--memory)", where);
}

std::uintptr_t base_address() {
  std::uintptr_t base = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        *static_cast<std::uintptr_t*>(out) = info->dlpi_addr;
        return 1;   // The first module is the program.
      },
      &base);
  return base;
}

/// Why this process cannot be controlled; null if it can.
const char* obstacle() {
  if (is_sanitized()) {
    return "the program is built with AddressSanitizer or ThreadSanitizer, which needs the heap that "
           "gocheck resets; check a build without -fsanitize, and run this one on its own";
  }
  if (has_threads()) {
    return "the program has started a thread before main, in the constructor of a static object; "
           "gocheck does not control it: start it in main";
  }
  return nullptr;
}

int run(detail::MainFunction main, int argc, char** argv, char** envp) {
  if (const char* const message = obstacle(); message != nullptr) {
    Channel(kReportsFd).send(Message("error").add("what", "unsupported").add("message", message));
    return 3;
  }
  heap::use_checker();
  const std::vector<Message> messages = read_messages(kRequestFd);
  Session session{Message("request"), {}, Channel(kReportsFd)};
  if (messages.empty() || messages.front().word() != "request" ||
      messages.front().number("version") != 1) {
    session.reports.send(Message("error").add("what", "internal").add(
        "message", "the request is not one of protocol version 1"));
    return 70;
  }
  session.request = messages.front();
  session.schedule.assign(messages.begin() + 1, messages.end());
  session.reports.send(hello());

  struct stat input {};
  g_rewinds_input = fstat(STDIN_FILENO, &input) == 0 && S_ISREG(input.st_mode);
  World& world = *new World(main, argc, argv, envp);
  Limits limits;
  if (session.request.number("max-steps") > 0) {
    limits.steps_max = static_cast<std::uint32_t>(session.request.number("max-steps"));
  }
  if (session.request.number("max-goroutines") > 0) {
    limits.goroutines_max = static_cast<std::uint32_t>(session.request.number("max-goroutines"));
  }
  world.set_limits(limits);
  contain_crashes(world);
  unrepeatable::take_over();
  start_watchdog(world, session.request.number("execution-timeout-ms"));
  g_world = &world;
  heap::set_limit(static_cast<std::size_t>(session.request.number("memory-bytes")), out_of_memory);
  const bool is_replay = session.request.text("mode") == "replay";
  if (is_instrumented()) {
    world.find_races(is_replay, base_address());
    // std::shared_ptr counts without atomics in a process of one thread; its counts order accesses.
    __libc_single_threaded = 0;
  }
  if (!is_replay) prepare_to_explore(session);
  take_process(world);
  return is_replay ? replay(world, session) : explore(world, session);
}

}  // namespace

Message hello() {
  return std::move(
      Message("hello").add("version", 1).add("pid", getpid()).add_hex("base", base_address())
          .add("race", is_instrumented() ? 1 : 0));
}

void take_process(World& world) {
  signals::take_over();
  detail::active_controller = &world;
  descriptors::keep_open_ones();
  mappings::begin_executions();
  snapshot::take();
}

void become_child() {
  restart_watchdog();
  if (!g_rewinds_input) return;
  const int input = open("/proc/self/fd/0", O_RDONLY | O_CLOEXEC);
  if (input < 0) detail::end_process(70);
  dup2(input, STDIN_FILENO);
  close(input);
}

void reset_process() {
  rewind_process();
  mappings::drop();
  snapshot::restore();   // Last: errno is memory too.
}

void rewind_process() {
  descriptors::close_new_ones();
  signals::restore();
  if (g_rewinds_input) lseek(STDIN_FILENO, 0, SEEK_SET);
}

std::optional<Transition> FixedSchedule::choose(const Configuration&,
                                                std::span<const Transition> enabled) {
  if (next_ >= transitions_.size()) {
    return after_ == After::kEnd ? std::nullopt : std::optional(enabled.front());
  }
  const Transition& wanted = transitions_[next_++];
  for (const Transition& t : enabled) {
    if (t == wanted) return t;
  }
  return std::nullopt;
}

std::vector<Transition> decisions(const std::vector<Step>& steps) {
  std::vector<Transition> taken;
  for (const Step& step : steps) {
    if (step.transition.kind != StepKind::kGo) taken.push_back(step.transition);
  }
  return taken;
}

}  // namespace gocheck::checker

int gocheck_worker_main(gocheck::detail::MainFunction main, int argc, char** argv, char** envp) {
  const int status = gocheck::checker::run(main, argc, argv, envp);
  std::fflush(stdout);   // What the program of a replay has printed.
  std::fflush(stderr);
  gocheck::detail::end_process(status);   // Its static objects were destroyed and restored many times.
}
