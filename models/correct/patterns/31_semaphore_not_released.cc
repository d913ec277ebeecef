// gocheck: expect none
// Repaired: the end of the scope gives it back.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto tokens = make_chan<Unit>(1, "tokens");
  WaitGroup wg{"requests"};
  for (int request = 0; request < 2; ++request) {
    wg.go([=] {
      tokens.send({});
      const Defer release([&] { tokens.recv(); });
      const bool fails = choose(2) == 1;
      if (fails) return;
    });
  }
  wg.wait();
}
