// gocheck: expect deadlock
// A failure returns without giving back the token that it took.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto tokens = make_chan<Unit>(1, "tokens");
  WaitGroup wg{"requests"};
  for (int request = 0; request < 2; ++request) {
    wg.go([=] {
      tokens.send({});
      const bool fails = choose(2) == 1;
      if (fails) return;
      tokens.recv();
    });
  }
  wg.wait();
}
