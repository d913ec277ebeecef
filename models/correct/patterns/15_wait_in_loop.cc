// gocheck: expect none
// Repaired: wait() comes after the loop.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  constexpr int kWorkers = 2;
  WaitGroup wg{"workers"};
  wg.add(kWorkers);
  for (int i = 0; i < kWorkers; ++i) {
    go("worker", [&] { wg.done(); });
  }
  wg.wait();
}
