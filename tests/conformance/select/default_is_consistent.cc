// gocheck: expect none
// A default is taken only when at one moment no case was ready (rules of TestNonblockSelectRace and
// TestNonblockSelectRace2 in runtime/chan_test.go): the first channel is ready until the second is, so a
// select over both always finds one.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const bool closes = choose(2) == 1;
  const auto first = make_chan<int>(1);
  const auto second = make_chan<int>(closes ? 0 : 1);
  const auto found = make_chan<bool>(1);
  first.send(1);
  go("selector", [=] { found.send(select(recv(first), recv(second), otherwise()) != 2); });
  if (closes) {
    second.close();
  } else {
    second.send(1);
  }
  select(recv(first), otherwise());
  require(found.recv(), "no case was ready at one moment");
}
