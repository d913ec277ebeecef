// gocheck: expect none
// An answer or a timeout, whichever comes first; the buffer lets the late answer go.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto answer = make_chan<int>(1);
  go("server", [=] { answer.send(1); });
  int got = 0;
  select(recv(answer, [&](int value) { got = value; }), recv(after(1ms), [&](auto) { got = -1; }));
  require(got == 1 || got == -1);
}
