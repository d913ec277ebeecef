#include "worker/crash.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>

#include <ucontext.h>
#include <unistd.h>

#include "isolation/heap.hpp"
#include "isolation/snapshot.hpp"
#include "process_end.hpp"
#include "stack/unwind.hpp"
#include "worker/early_crash.hpp"

extern "C" void* __libc_stack_end;

namespace gocheck::checker {
namespace {

constexpr std::size_t kSignalStackSize = 64 * 1024;
constexpr std::size_t kEarlyStackSize = 8 * 1024 * 1024;
constexpr std::size_t kRecoveryStackSize = 1024 * 1024;

/// What a handler leaves for the code that goes on after it. Outside what is reset.
struct Recovery {
  World* world;         // Null before main.
  std::byte* stack;
  bool is_handling;
  FindingKind kind;
  char what[256];
  Backtrace where;
};
Recovery* g_recovery = nullptr;

const char* name_of(int signal) {
  switch (signal) {
    case SIGSEGV: return "SIGSEGV: invalid memory access";
    case SIGBUS: return "SIGBUS: invalid memory access";
    case SIGFPE: return "SIGFPE: arithmetic error";
    case SIGILL: return "SIGILL: invalid instruction";
    case SIGABRT: return "SIGABRT: abort() was called";
    default: return "fatal signal";
  }
}

StackBounds stack_of_running() {
  if (g_recovery->world == nullptr) {
    return {static_cast<const std::byte*>(__libc_stack_end) - kEarlyStackSize,
            static_cast<const std::byte*>(__libc_stack_end)};
  }
  const World& world = *g_recovery->world;
  return stack_of(world.configuration().at(world.running()));
}

/// Where the execution goes on after a crash: on a stack of its own, for the goroutine's may be
/// full, and after the handler has returned, for the scheduler must not run inside of one.
void recover() {
  g_recovery->is_handling = false;
  if (g_recovery->world != nullptr) {
    g_recovery->world->stop(g_recovery->kind, g_recovery->what, g_recovery->where);
  }
  report_early_crash(g_recovery->what, g_recovery->where);
}

void redirect(ucontext_t& context) {
  auto* top = reinterpret_cast<std::uintptr_t*>(g_recovery->stack + kRecoveryStackSize) - 1;
  *top = 0;   // The return address of nobody, which keeps the stack aligned as after a call.
  context.uc_mcontext.gregs[REG_RSP] = reinterpret_cast<greg_t>(top);
  context.uc_mcontext.gregs[REG_RBP] = 0;
  context.uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&recover);
}

void describe_crash(int signal, const siginfo_t& info) {
  const StackBounds stack = stack_of_running();
  const auto* address = static_cast<const std::byte*>(info.si_addr);
  const bool is_overflow = signal == SIGSEGV && address < stack.begin &&
                           address >= stack.begin - World::kGuardSize;
  if (is_overflow) {
    std::snprintf(g_recovery->what, sizeof g_recovery->what,
                  "stack overflow: the %zu KiB of the goroutine's stack are used up",
                  static_cast<std::size_t>(stack.end - stack.begin) / 1024);
  } else {
    std::snprintf(g_recovery->what, sizeof g_recovery->what, "%s%s", name_of(signal),
                  g_recovery->world == nullptr ? ", before main" : "");
  }
}

[[noreturn]] void fail_internally(int signal) {
  char text[128];
  const int n = std::snprintf(text, sizeof text, "gocheck: internal error: %s in the checker\n",
                              name_of(signal));
  const auto ignored = write(STDERR_FILENO, text, static_cast<std::size_t>(n));
  static_cast<void>(ignored);
  detail::end_process(70);
}

void on_signal(int signal, siginfo_t* info, void* interrupted) {
  if (signal == SIGSEGV && snapshot::handle_fault(info->si_addr)) return;
  auto& context = *static_cast<ucontext_t*>(interrupted);
  if (g_recovery->is_handling) {   // The stack is so broken that unwinding it crashes too.
    redirect(context);
    return;
  }
  if (g_recovery->world != nullptr && !g_recovery->world->in_program()) fail_internally(signal);
  g_recovery->is_handling = true;
  g_recovery->kind = FindingKind::kCrash;
  describe_crash(signal, *info);
  g_recovery->where = unwind_by_frame_pointers(context, stack_of_running());
  g_recovery->where = unwind_interrupted(context, stack_of_running());
  redirect(context);
}

/// An exception has left a function that must not throw, or there is none to rethrow.
[[noreturn]] void on_terminate() {
  if (g_recovery->world != nullptr && !g_recovery->world->in_program()) std::abort();
  char* what = g_recovery->what;
  constexpr std::size_t size = sizeof g_recovery->what;
  std::snprintf(what, size, "std::terminate() was called");
  if (const std::exception_ptr current = std::current_exception()) {
    try {
      std::rethrow_exception(current);
    } catch (const std::exception& exception) {
      std::snprintf(what, size, "std::terminate() was called for an exception: %s",
                    exception.what());
    } catch (...) {
      std::snprintf(what, size, "std::terminate() was called for an exception");
    }
  }
  if (g_recovery->world == nullptr) std::strncat(what, ", before main", size - std::strlen(what) - 1);
  g_recovery->kind = FindingKind::kCrash;
  g_recovery->where = unwind_here();
  recover();
  __builtin_unreachable();
}

void handle_fatal_signals() {
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  // Nothing is blocked: the handler itself meets first writes to protected pages.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void contain_early_crashes() {
  g_recovery = static_cast<Recovery*>(map_memory(sizeof(Recovery)));
  g_recovery->stack = static_cast<std::byte*>(map_memory(kRecoveryStackSize));
  stack_t stack{};
  stack.ss_sp = map_memory(kSignalStackSize);
  stack.ss_size = kSignalStackSize;
  sigaltstack(&stack, nullptr);
  handle_fatal_signals();
  std::set_terminate(on_terminate);
}

void contain_crashes(World& world) {
  g_recovery->world = &world;
  handle_fatal_signals();   // A constructor of the program may have put its own handlers there.
}

bool is_handling_crash() noexcept { return g_recovery->is_handling; }

void stop_interrupted(void* context, FindingKind kind, const char* what,
                      const Backtrace& where) noexcept {
  g_recovery->is_handling = true;
  g_recovery->kind = kind;
  std::snprintf(g_recovery->what, sizeof g_recovery->what, "%s", what);
  g_recovery->where = where;
  redirect(*static_cast<ucontext_t*>(context));
}

}  // namespace gocheck::checker
