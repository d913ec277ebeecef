// gocheck: expect none
// A poll that does not wait: the value is there or it is not.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto ch = make_chan<int>(1);
  go("sender", [=] { ch.send(7); });
  int got = 0;
  select(recv(ch, [&](int value) { got = value; }), otherwise([&] { got = -1; }));
  require(got == 7 || got == -1);
}
