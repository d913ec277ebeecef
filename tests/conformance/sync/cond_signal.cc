// gocheck: expect none
// gocheck: args 3
// signal() wakes exactly one of those that wait (rules of TestCondSignal in sync/cond_test.go). Under
// check 3 waiters, else 20.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 20;
  Mutex mutex("mutex");
  Cond cond(mutex, "cond");
  const auto running = make_chan<Unit>(n);
  const auto awake = make_chan<Unit>(n);
  WaitGroup group("waiters");
  for (int i = 0; i < n; ++i)
    group.go([&] {
      const std::scoped_lock lock(mutex);
      running.send({});
      cond.wait();
      awake.send({});
    });
  for (int i = 0; i < n; ++i) running.recv();
  for (int left = n; left > 0; --left) {
    require(select(recv(awake), otherwise()) == 1, "somebody is awake already");
    {
      const std::scoped_lock lock(mutex);   // The last of them waits by now.
      cond.signal();
    }
    awake.recv();
    require(select(recv(awake), otherwise()) == 1, "two are awake");
  }
  cond.signal();   // Nobody is left: no effect.
  group.wait();
}
