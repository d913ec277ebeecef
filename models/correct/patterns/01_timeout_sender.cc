// gocheck: expect none
// Repaired: the result channel has room for one value, so the worker never waits.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int fetch() {
  auto result = make_chan<int>(1, "result");
  go("worker", [=] {
    sleep(2ms);
    result.send(42);
  });
  int value = -1;
  select(recv(result, value), recv(after(1ms)));
  return value;
}

int main() { fetch(); }
