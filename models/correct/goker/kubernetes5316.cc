// gocheck: expect none
// kubernetes #5316, repaired: the channel has room for a result that nobody waits for.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int finish_request() {
  auto result = make_chan<int>(1);
  go("handler", [=] {
    sleep(2ms);
    result.send(1);
  });
  int status = 0;
  select(recv(result, [&](int value) { status = value; }),
         recv(after(1ms), [&](auto) { status = -1; }));
  return status;
}

int main() {
  const int status = finish_request();
  require(status == 1 || status == -1);
}
