// Clocks, random numbers and names of processes: no findings, but when they decide what a program does, they are
// told by their name, at the program's line (unrepeatable.sh). `//! NAME CALL` is where NAME makes the call that
// decides; a program without a mark is explored to its end.
#include <sys/random.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>

#include "program.hpp"

namespace {

/// Another answer, another execution. What follows is there to be interleaved: every execution begins like this.
void decide(std::uint64_t answer) {
  auto zeros = make_chan<int>(64);
  auto ones = make_chan<int>(64);
  for (int bit = 0; bit < 64; ++bit) ((answer >> bit & 1) == 0 ? zeros : ones).send(1);
  in_turns([](int) {});
}

template <typename Clock>
std::uint64_t count(std::chrono::time_point<Clock> time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

}  // namespace

PROGRAM(steady_clock) {
  const auto now = std::chrono::steady_clock::now();  //! steady_clock std::chrono::steady_clock::now()
  decide(count(now));
}
PROGRAM(system_clock) {
  const auto now = std::chrono::system_clock::now();  //! system_clock std::chrono::system_clock::now()
  decide(count(now));
}
PROGRAM(clock_of_the_system) {
  timespec now {};
  clock_gettime(CLOCK_MONOTONIC, &now);  //! clock_of_the_system clock_gettime()
  decide(static_cast<std::uint64_t>(now.tv_nsec));
}
PROGRAM(time_of_day) {
  timeval now {};
  gettimeofday(&now, nullptr);  //! time_of_day gettimeofday()
  decide(static_cast<std::uint64_t>(now.tv_usec));
}
PROGRAM(random_bytes) {
  std::uint64_t bytes = 0;
  if (getrandom(&bytes, sizeof bytes, 0) != sizeof bytes) return;  //! random_bytes getrandom()
  decide(bytes);
}
PROGRAM(entropy) {
  static std::uint64_t bytes;
  if (getentropy(&bytes, sizeof bytes) != 0) return;  //! entropy getentropy()
  decide(bytes);
}
PROGRAM(random_device) {
  std::random_device device;
  decide(device());  //! random_device std::random_device
}
// The same in all executions of one process: only a fresh one shows it.
PROGRAM(process_id) {
  decide(static_cast<std::uint64_t>(getpid()));  //! process_id getpid()
  make_chan<int>().recv();
}
PROGRAM(clock_that_is_shown) {
  in_turns([](int) {});
  std::fprintf(stderr, "%lld %d\n", static_cast<long long>(count(std::chrono::steady_clock::now())), getpid());
}
PROGRAM(random_that_does_not_matter) {
  std::random_device device;
  in_turns([&](int) { (void)device(); });
}
PROGRAM(gives_up_by_the_clock) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  const auto end =
      std::chrono::steady_clock::now() +  //! gives_up_by_the_clock std::chrono::steady_clock::now()
      std::chrono::milliseconds(2);
  while (!done.load() && std::chrono::steady_clock::now() < end) {
  }
  require(done.load());
}
