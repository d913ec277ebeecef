// Weak: a program, or a static C++ library, may bring its own. std::chrono's clocks and std::random_device are
// taken by their own names: they would be called from within libstdc++.so, or be an instruction of the processor.
#include "interpose/unrepeatable.hpp"

#include <cstddef>
#include <cstdint>
#include <ctime>

#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "interpose/real.hpp"
#include "interpose/refuse.hpp"
#include "isolation/heap.hpp"
#include "isolation/snapshot.hpp"
#include "stack/unwind.hpp"

namespace gocheck::checker::unrepeatable {
namespace {

constexpr std::size_t kCallsMax = 16;

/// Outside what is reset.
struct State {
  Call calls[kCallsMax];
  const void* callers[kCallsMax];
  std::size_t size;
};
State* g_state = nullptr;

void remember(const char* name, const void* caller) {
  if (world_of_program() == nullptr || g_state == nullptr) return;
  snapshot::note_hidden_change();
  for (std::size_t i = 0; i < g_state->size; ++i) {
    if (g_state->callers[i] == caller) return;
  }
  if (g_state->size == kCallsMax) return;
  g_state->callers[g_state->size] = caller;
  g_state->calls[g_state->size] = {name, unwind_from(caller)};
  ++g_state->size;
}

/// The kernel writes there.
void prepare(void* buffer, std::size_t size) {
  if (detail::active_controller != nullptr) snapshot::let_kernel_write(buffer, size);
}

int real_clock(clockid_t clock, timespec* now) {
  GOCHECK_REAL(clock_gettime);
  return real(clock, now);
}

std::int64_t nanoseconds(clockid_t clock) {
  timespec now {};
  real_clock(clock, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

void take_over() {
  g_state = static_cast<State*>(map_memory(sizeof(State)));
  // Looked up here: signal handlers of the checker read the clock too.
  timespec now {};
  real_clock(CLOCK_MONOTONIC, &now);
}

std::span<const Call> calls() noexcept {
  if (g_state == nullptr) return {};
  return {g_state->calls, g_state->size};
}

}  // namespace gocheck::checker::unrepeatable

using namespace gocheck::checker::unrepeatable;

#define GOCHECK_REMEMBER(name) remember(name, __builtin_return_address(0))

extern "C" {

// ---- clocks --------------------------------------------------------------------------------------

[[gnu::weak]] int clock_gettime(clockid_t clock, timespec* now) noexcept {
  GOCHECK_REMEMBER("clock_gettime()");
  return real_clock(clock, now);
}

[[gnu::weak]] int gettimeofday(timeval* __restrict now, void* __restrict zone) noexcept {
  GOCHECK_REMEMBER("gettimeofday()");
  GOCHECK_REAL(gettimeofday);
  return real(now, zone);
}

[[gnu::weak]] std::time_t time(std::time_t* now) noexcept {
  GOCHECK_REMEMBER("time()");
  GOCHECK_REAL(time);
  return real(now);
}

[[gnu::weak]] int timespec_get(timespec* now, int base) noexcept {
  GOCHECK_REMEMBER("timespec_get()");
  GOCHECK_REAL(timespec_get);
  return real(now, base);
}

[[gnu::weak]] std::clock_t clock() noexcept {
  GOCHECK_REMEMBER("clock()");
  GOCHECK_REAL(clock);
  return real();
}

/// std::chrono::system_clock::now(), whose time_point is returned as its count is.
[[gnu::weak]] std::int64_t _ZNSt6chrono3_V212system_clock3nowEv() noexcept {
  GOCHECK_REMEMBER("std::chrono::system_clock::now()");
  return nanoseconds(CLOCK_REALTIME);
}

[[gnu::weak]] std::int64_t _ZNSt6chrono3_V212steady_clock3nowEv() noexcept {
  GOCHECK_REMEMBER("std::chrono::steady_clock::now()");
  return nanoseconds(CLOCK_MONOTONIC);
}

// ---- random numbers ------------------------------------------------------------------------------

[[gnu::weak]] ssize_t getrandom(void* buffer, std::size_t size, unsigned flags) {
  GOCHECK_REMEMBER("getrandom()");
  GOCHECK_REAL(getrandom);
  prepare(buffer, size);
  return real(buffer, size, flags);
}

[[gnu::weak]] int getentropy(void* buffer, std::size_t size) {
  GOCHECK_REMEMBER("getentropy()");
  GOCHECK_REAL(getentropy);
  prepare(buffer, size);
  return real(buffer, size);
}

#if __GLIBC_PREREQ(2, 36)
[[gnu::weak]] std::uint32_t arc4random() noexcept {
  GOCHECK_REMEMBER("arc4random()");
  GOCHECK_REAL(arc4random);
  return real();
}

[[gnu::weak]] void arc4random_buf(void* buffer, std::size_t size) noexcept {
  GOCHECK_REMEMBER("arc4random_buf()");
  GOCHECK_REAL(arc4random_buf);
  prepare(buffer, size);
  real(buffer, size);
}

[[gnu::weak]] std::uint32_t arc4random_uniform(std::uint32_t end) noexcept {
  GOCHECK_REMEMBER("arc4random_uniform()");
  GOCHECK_REAL(arc4random_uniform);
  return real(end);
}
#endif

/// std::random_device::_M_getval(), which its operator() is.
[[gnu::weak]] unsigned _ZNSt13random_device9_M_getvalEv(void* device) {
  GOCHECK_REMEMBER("std::random_device");
  static auto* const real =
      gocheck::detail::next_definition<unsigned (*)(void*)>("_ZNSt13random_device9_M_getvalEv");
  return real(device);
}

// ---- names of processes --------------------------------------------------------------------------

[[gnu::weak]] pid_t getpid() noexcept {
  GOCHECK_REMEMBER("getpid()");
  return static_cast<pid_t>(syscall(SYS_getpid));
}

[[gnu::weak]] pid_t getppid() noexcept {
  GOCHECK_REMEMBER("getppid()");
  return static_cast<pid_t>(syscall(SYS_getppid));
}

[[gnu::weak]] pid_t gettid() noexcept {
  GOCHECK_REMEMBER("gettid()");
  return static_cast<pid_t>(syscall(SYS_gettid));
}

}  // extern "C"
