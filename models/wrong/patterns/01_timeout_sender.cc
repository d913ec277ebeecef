// gocheck: expect leak
// The caller gives up after a timeout; the worker then sends its result to nobody.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int fetch() {
  auto result = make_chan<int>(0, "result");
  go("worker", [=] {
    sleep(2ms);
    result.send(42);
  });
  int value = -1;
  select(recv(result, value), recv(after(1ms)));
  return value;
}

int main() { fetch(); }
