#include "worker/watchdog.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>

#include <ucontext.h>

#include "interpose/signals.hpp"
#include "isolation/heap.hpp"
#include "stack/unwind.hpp"
#include "worker/clock.hpp"
#include "worker/crash.hpp"

namespace gocheck::checker {
namespace {

constexpr int kSamples = 6;
constexpr std::int64_t kSamplePeriodNs = 2'000'000;   // Asked for; the kernel's tick decides.
constexpr std::int64_t kPeriodMinNs = 4'000'000;

struct State {
  World* world;
  timer_t timer;
  std::int64_t timeout_ns;
  std::uint64_t turns;      // Of the world when `since_ns` was taken.
  std::int64_t since_ns;
  int samples;
  Backtrace loop;           // What all samples have in common.
};
State* g_state = nullptr;   // Outside what is reset.

std::int64_t processor_ns() { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

void set_period(std::int64_t ns) {
  itimerspec period{};
  period.it_interval = {ns / 1'000'000'000, ns % 1'000'000'000};
  period.it_value = period.it_interval;
  timer_settime(g_state->timer, 0, &period, nullptr);
}

std::int64_t checking_period_ns() { return std::max(g_state->timeout_ns / 2, kPeriodMinNs); }

/// How long the running goroutine has been without an operation, at least.
std::int64_t age_ns() {
  const std::int64_t now = processor_ns();
  if (g_state->turns == g_state->world->turns()) return now - g_state->since_ns;
  g_state->turns = g_state->world->turns();
  g_state->since_ns = now;
  return 0;
}

/// Frames are compared from the outermost: the innermost that all samples share is where the loop
/// is, at its first address seen; what lies within are the functions that it calls.
void add_sample(const Backtrace& sample) {
  Backtrace& loop = g_state->loop;
  if (g_state->samples++ == 0) {
    loop = sample;
    return;
  }
  if (loop.size == Backtrace::kFramesMax || sample.size == Backtrace::kFramesMax) return;
  std::size_t common = 0;
  const std::size_t most = std::min(loop.size, sample.size);
  while (common < most &&
         loop.pcs[loop.size - 1 - common] == sample.pcs[sample.size - 1 - common]) {
    ++common;
  }
  if (common == most) return;
  Backtrace merged;
  merged.push(std::min(loop.pcs[loop.size - 1 - common], sample.pcs[sample.size - 1 - common]));
  for (std::size_t i = loop.size - common; i < loop.size; ++i) merged.push(loop.pcs[i]);
  loop = merged;
}

Backtrace unwind_running(const ucontext_t& context) {
  const World& world = *g_state->world;
  return unwind_interrupted(context, stack_of(world.configuration().at(world.running())));
}

void look_for_loop(ucontext_t& context) {
  if (age_ns() < g_state->timeout_ns) {
    if (g_state->samples > 0) set_period(checking_period_ns());
    g_state->samples = 0;
    return;
  }
  if (g_state->samples == 0) set_period(kSamplePeriodNs);
  add_sample(unwind_running(context));
  if (g_state->samples < kSamples) return;
  char text[256];
  std::snprintf(text, sizeof text,
                "a loop without channel, sync or time operations has run for %g s of processor "
                "time (--execution-timeout)",
                static_cast<double>(g_state->timeout_ns) / 1'000'000'000.0);
  stop_interrupted(&context, FindingKind::kLivelock, text, g_state->loop);
}

/// Whether the signal came in while the kernel was waiting for something: the system call is about
/// to be restarted, or has been broken off.
bool was_waiting(const ucontext_t& context) {
  const auto* at = reinterpret_cast<const unsigned char*>(context.uc_mcontext.gregs[REG_RIP]);
  const auto is_call = [](const unsigned char* code) { return code[0] == 0x0F && code[1] == 0x05; };
  return is_call(at) || (is_call(at - 2) && context.uc_mcontext.gregs[REG_RAX] == -4);   // EINTR
}

/// The parent has heard nothing for --execution-timeout. It asks, rather than a timer, because the
/// signal breaks off what the program waits for.
void on_question(int, siginfo_t*, void* interrupted) {
  auto& context = *static_cast<ucontext_t*>(interrupted);
  if (!g_state->world->in_program() || is_handling_crash() || !was_waiting(context)) return;
  stop_interrupted(&context, FindingKind::kUncontrolled,
                   "blocked in a system call: what could end it is not under control",
                   unwind_running(context));
}

void on_tick(int, siginfo_t*, void* interrupted) {
  if (!g_state->world->in_program() || is_handling_crash()) return;
  look_for_loop(*static_cast<ucontext_t*>(interrupted));
}

void handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigaction(signal, &action, nullptr);
}

void start_timer() {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = signals::watchdog_tick();
  if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &g_state->timer) == 0) {
    set_period(checking_period_ns());
  }
}

}  // namespace

void start_watchdog(World& world, std::int64_t timeout_ms) {
  if (timeout_ms <= 0) return;
  g_state = static_cast<State*>(map_memory(sizeof(State)));
  g_state->world = &world;
  g_state->timeout_ns = timeout_ms * 1'000'000;
  g_state->since_ns = processor_ns();
  handle(signals::watchdog_tick(), on_tick);
  handle(SIGURG, on_question);
  start_timer();
}

void restart_watchdog() {
  if (g_state == nullptr) return;
  g_state->since_ns = processor_ns();
  start_timer();
}

}  // namespace gocheck::checker
