// gocheck: expect none
// Repaired: each goroutine has a copy.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto numbers = make_chan<int>(2, "numbers");
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] { numbers.send(i); });
  }
  wg.wait();
  require(numbers.recv() + numbers.recv() == 1, "each number is sent once");
}
