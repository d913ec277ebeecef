// gocheck: expect none
// Repaired: only the end of the scope calls it.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  WaitGroup wg{"workers"};
  wg.add();
  go("worker", [&] {
    const Defer finish([&] { wg.done(); });
    const bool fails = choose(2) == 1;
    if (fails) {
      return;
    }
  });
  wg.wait();
}
