// gocheck: expect none
// gocheck: args 3
// Goroutines are woken in the order in which they began to wait (rules of TestCondSignalGenerations in
// sync/cond_test.go). Under check 3 of them, else 100.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 100;
  Mutex mutex("mutex");
  Cond cond(mutex, "cond");
  const auto running = make_chan<Unit>(n);
  const auto awake = make_chan<int>(n);
  WaitGroup group("waiters");
  for (int i = 0; i < n; ++i) {
    group.go([&, i] {
      const std::scoped_lock lock(mutex);
      running.send({});
      cond.wait();
      awake.send(i);
    });
    if (i > 0) require(awake.recv() == i - 1, "woken out of order");
    running.recv();
    const std::scoped_lock lock(mutex);
    cond.signal();
  }
  require(awake.recv() == n - 1);
  group.wait();
}
