// gocheck: expect none
// The same channel in several cases (rules of TestSelectDuplicateChannel in runtime/chan_test.go): the
// select takes one of them, and the goroutine that waits behind it is woken next.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const auto c = make_chan<int>();
  const auto d = make_chan<int>();
  const auto e = make_chan<int>();
  const auto first_done = make_chan<Unit>();
  const auto second_done = make_chan<Unit>();
  go("first", [=] {
    select(recv(c), recv(c), recv(d));
    first_done.send({});
    e.send(9);
  });
  go("second", [=] {
    static_cast<void>(c.recv());
    second_done.send({});
  });
  d.send(7);
  first_done.recv();
  require(e.recv() == 9);
  c.send(8);
  second_done.recv();
}
