// gocheck: expect none
// Repaired: after the stop, what is in the channel is still consumed.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto values = make_chan<int>(2, "values");
  auto stop = make_chan<Unit>(0, "stop");
  go("producer", [=] {
    values.send(1);
    values.send(2);
    stop.close();
  });
  int received = 0;
  while (select(recv(values, [&] { ++received; }), recv(stop)) == 0) {
  }
  while (select(recv(values, [&] { ++received; }), otherwise()) == 0) {
  }
  require(received == 2, "no value is lost");
}
