// gocheck: expect leak
// kubernetes #5316: the request has timed out when its handler wants to deliver the result on an
// unbuffered channel.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int finish_request() {
  auto result = make_chan<int>(0);
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
