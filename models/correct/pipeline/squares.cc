// gocheck: expect none
// Two parallel squarers between a source and a sum.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto numbers = make_chan<int>();
  auto squares = make_chan<int>();
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go("squarer", [&, numbers, squares] {
      for (const int n : numbers) squares.send(n * n);
      wg.done();
    });
  }
  go("source", [=] {
    for (int n = 1; n <= 3; ++n) numbers.send(n);
    numbers.close();
  });
  auto closed = make_chan<int>();
  go("closer", [&, squares, closed] {
    wg.wait();
    squares.close();
    closed.send(1);
  });
  int sum = 0;
  for (const int square : squares) sum += square;
  closed.recv();
  require(sum == 14);
}
