#include "interpose/signals.hpp"

#include <cerrno>
#include <csignal>
#include <initializer_list>

#include "isolation/heap.hpp"
#include "next_definition.hpp"

extern "C" int __sigaction(int signal, const struct sigaction* action, struct sigaction* old);

namespace gocheck::checker::signals {
namespace {

constexpr int kSignals = 65;

/// Outside what is reset.
struct State {
  struct sigaction before[kSignals];   // Of those changed in this execution.
  bool is_changed[kSignals];
  bool is_any_changed;
  sigset_t mask;
};
State* g_state = nullptr;   // Null: signals are nobody's but the program's.

struct sigaction g_wanted[kSignals];   // By the program, for the checker's signals. Part of what is reset.

bool is_checkers(int signal) {
  for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGURG, SIGTERM, SIGINT}) {
    if (signal == own) return true;
  }
  return signal == watchdog_tick();
}

int change_mask(int how, const sigset_t* set, sigset_t* old) {
  static auto* const real =
      detail::next_definition<int (*)(int, const sigset_t*, sigset_t*)>("pthread_sigmask");
  if (g_state == nullptr || set == nullptr) return real(how, set, old);
  g_state->is_any_changed = true;
  sigset_t allowed = *set;
  for (int signal = 1; signal < kSignals && how != SIG_UNBLOCK; ++signal) {
    if (is_checkers(signal)) sigdelset(&allowed, signal);
  }
  return real(how, &allowed, old);
}

}  // namespace

int watchdog_tick() noexcept { return SIGRTMAX - 1; }

void take_over() {
  auto* state = static_cast<State*>(map_memory(sizeof(State)));
  change_mask(SIG_SETMASK, nullptr, &state->mask);
  g_state = state;
}

void restore() noexcept {
  if (!g_state->is_any_changed) return;
  g_state->is_any_changed = false;
  for (int signal = 1; signal < kSignals; ++signal) {
    if (!g_state->is_changed[signal]) continue;
    g_state->is_changed[signal] = false;
    __sigaction(signal, &g_state->before[signal], nullptr);
  }
  change_mask(SIG_SETMASK, &g_state->mask, nullptr);
  g_state->is_any_changed = false;
}

}  // namespace gocheck::checker::signals

using namespace gocheck::checker::signals;

extern "C" {

int sigaction(int signal, const struct sigaction* action, struct sigaction* old) noexcept {
  if (g_state == nullptr || signal <= 0 || signal >= kSignals) return __sigaction(signal, action, old);
  if (is_checkers(signal)) {
    const struct sigaction before = g_wanted[signal];
    if (action != nullptr) g_wanted[signal] = *action;
    if (old != nullptr) *old = before;
    return 0;
  }
  struct sigaction before {};
  const int result = __sigaction(signal, action, &before);
  if (result == 0 && action != nullptr && !g_state->is_changed[signal]) {
    g_state->before[signal] = before;
    g_state->is_changed[signal] = g_state->is_any_changed = true;
  }
  if (result == 0 && old != nullptr) *old = before;
  return result;
}

sighandler_t signal(int number, sighandler_t handler) noexcept {
  struct sigaction action {};
  struct sigaction old {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

/// The checker's handlers need theirs.
int sigaltstack(const stack_t* stack, stack_t* old) noexcept {
  static auto* const real =
      gocheck::detail::next_definition<int (*)(const stack_t*, stack_t*)>("sigaltstack");
  if (g_state == nullptr) return real(stack, old);
  if (old != nullptr) *old = stack_t{.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
  return 0;
}

int pthread_sigmask(int how, const sigset_t* set, sigset_t* old) noexcept {
  return change_mask(how, set, old);
}

int sigprocmask(int how, const sigset_t* set, sigset_t* old) noexcept {
  const int error = change_mask(how, set, old);
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // extern "C"
