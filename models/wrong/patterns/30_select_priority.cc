// gocheck: expect assert
// Both the stop and a value are ready; the select may choose the stop, and the value is lost.
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
  require(received == 2, "no value is lost");
}
