// gocheck: expect none
// gocheck: args 2
// broadcast() wakes all that wait, each once (rules of TestCondBroadcast in sync/cond_test.go). Under check
// 2 goroutines, else 20; as many rounds.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>
#include <vector>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 20;
  Mutex mutex("mutex");
  Cond cond(mutex, "cond");
  bool leave = false;
  const auto running = make_chan<int>(n);
  const auto awake = make_chan<int>(n);
  WaitGroup group("waiters");
  for (int g = 0; g < n; ++g)
    group.go([&, g] {
      const std::scoped_lock lock(mutex);
      while (!leave) {
        running.send(g);
        cond.wait();
        awake.send(g);
      }
    });
  for (int round = 0; round < n; ++round) {
    for (int i = 0; i < n; ++i) running.recv();
    {
      const std::scoped_lock lock(mutex);
      if (round == n - 1) leave = true;
      require(awake.len() == 0, "somebody is not asleep");
      cond.broadcast();
    }
    std::vector<bool> seen(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
      const auto g = static_cast<std::size_t>(awake.recv());
      require(!seen[g], "woken twice");
      seen[g] = true;
    }
  }
  require(running.len() == 0, "somebody did not leave");
  cond.broadcast();
  group.wait();
}
