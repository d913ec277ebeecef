#include "worker/crash.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>

#include <unistd.h>

#include "engine/world.hpp"
#include "isolation/heap.hpp"
#include "isolation/snapshot.hpp"

namespace gocheck::checker {
namespace {

constexpr std::size_t kStackSize = 64 * 1024;

World* g_world = nullptr;

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

// Runs on a stack of its own and, for a crash, never returns: the world goes on from there, and the
// next signal starts at the top of that stack again.
void on_signal(int signal, siginfo_t* info, void*) {
  if (signal == SIGSEGV && snapshot::handle_fault(info->si_addr)) return;
  if (g_world->in_program()) g_world->crashed(name_of(signal));
  char text[128];
  const int n = std::snprintf(text, sizeof text, "gocheck: internal error: %s in the checker\n",
                              name_of(signal));
  const auto ignored = write(STDERR_FILENO, text, static_cast<std::size_t>(n));
  static_cast<void>(ignored);
  _exit(70);
}

}  // namespace

void contain_crashes(World& world) {
  g_world = &world;
  stack_t stack{};
  stack.ss_sp = map_memory(kStackSize);
  stack.ss_size = kStackSize;
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace gocheck::checker
