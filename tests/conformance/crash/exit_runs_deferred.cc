// gocheck: expect none
// A goroutine that ends itself runs what it has deferred, in reverse order, and the rest of the program
// goes on (TestGoexitDefer in runtime/crash_test.go).
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const auto order = make_chan<int>(2);
  go("ends itself", [=] {
    const Defer last([=] { order.send(2); });
    const Defer first([=] { order.send(1); });
    go_exit();
  });
  require(order.recv() == 1 && order.recv() == 2);
}
