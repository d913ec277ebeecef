// gocheck: expect none
// A receive that does not wait, on a buffer that holds a value (rules of TestNonblockRecvRace in
// runtime/chan_test.go): whoever comes second finds it empty or closed, and nobody else took the value.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const auto c = make_chan<int>(1);
  const auto ended = make_chan<Unit>();
  c.send(1);
  go("receiver", [=] {
    require(select(recv(c), otherwise()) == 0, "the channel is never empty and open here");
    ended.send({});
  });
  c.close();   // A value is left: ready. Taken: ready as well, since it is closed.
  static_cast<void>(c.recv());
  ended.recv();
}
