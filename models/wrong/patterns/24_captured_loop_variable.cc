// gocheck: expect race
// The goroutines of a loop read the loop's variable by reference: a race, and the wrong numbers.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto numbers = make_chan<int>(2, "numbers");
  WaitGroup wg;
  int i = 0;
  for (; i < 2; ++i) {
    wg.go([&] { numbers.send(i); });
  }
  wg.wait();
  require(numbers.recv() + numbers.recv() == 1, "each number is sent once");
}
