// gocheck: expect none
// A value goes 1, 2, 3 through three goroutines (rules of TestRace in sync/cond_test.go, whose polling
// loops became waits): whoever waits sees exactly the next value, and mutex and signal order the accesses.
#include <gocheck/go.hpp>

#include <mutex>

using namespace gocheck;

int main() {
  Mutex mutex("mutex");
  Cond changed(mutex, "changed");
  int x = 0;
  WaitGroup group("three");
  const auto step = [&](int from, int to) {
    const std::scoped_lock lock(mutex);
    changed.wait_until([&] { return x >= from; });
    require(x == from, "somebody else's turn");
    x = to;
    changed.broadcast();
  };
  group.go([&] { step(2, 3); });
  group.go([&] { step(1, 2); });
  group.go([&] { step(0, 1); });
  group.wait();
  require(x == 3);
}
