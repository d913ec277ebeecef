// gocheck: expect leak
// The error is sent, the return after it is missing, and a second value follows.
#include <gocheck/go.hpp>

using namespace gocheck;

void answer(bool fails, const Chan<int>& out) {
  if (fails) {
    out.send(-1);
  }
  out.send(1);
}

int main() {
  auto out = make_chan<int>(0, "out");
  go("answer", [=] { answer(choose(2) == 1, out); });
  out.recv();
}
