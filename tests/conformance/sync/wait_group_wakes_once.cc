// gocheck: expect none
// wait() does not come back before both have counted (TestWaitGroupRace in sync/waitgroup_test.go): the
// second add() comes when the first goroutine may be done already.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  WaitGroup group("group");
  Atomic<int> n(0, "n");
  for (int i = 0; i < 2; ++i)
    group.go([&] { n.fetch_add(1); });
  group.wait();
  require(n.load() == 2, "woken too early");
}
