// gocheck: expect none
// Repaired: both sides are atomic.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Atomic<bool> is_stopped(false, "is_stopped");
  WaitGroup wg;
  wg.go([&] {
    for (int round = 0; round < 2; ++round) {
      if (is_stopped.load()) return;
      yield();
    }
  });
  is_stopped.store(true);
  wg.wait();
}
