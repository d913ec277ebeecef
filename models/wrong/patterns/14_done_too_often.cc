// gocheck: expect negative-waitgroup
// On a failure done() is called by hand, and once more at the end of the scope.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  WaitGroup wg{"workers"};
  wg.add();
  go("worker", [&] {
    const Defer finish([&] { wg.done(); });
    const bool fails = choose(2) == 1;
    if (fails) {
      wg.done();
      return;
    }
  });
  wg.wait();
}
