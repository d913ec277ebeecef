// gocheck: expect none
// gocheck: args 3
// Goroutines that wait on many channels at once leave the other queues in constant time
// (test/chanlinear.go): with 2,000 of them in production a queue that was searched would take minutes.
// Under check 3, of which each may be the one that is woken.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 2'000;
  const auto values = make_chan<int>();
  const auto other = make_chan<int>();
  const auto answers = make_chan<int>(n);
  for (int i = 0; i < n; ++i)
    go("selector", [=] {
      int value = -1;
      select(recv(other), recv(values, value));
      answers.send(value);
    });
  for (int i = 0; i < n; ++i) values.send(i);
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += answers.recv();
  require(sum == n * (n - 1) / 2, "values were lost");
}
