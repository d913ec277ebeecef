// independent_pairs N: N pairs of goroutines, each with a channel of its own and two values.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int, char** argv) {
  const int n = std::atoi(argv[1]);
  for (int i = 0; i < n; ++i) {
    const auto c = make_chan<int>();
    go([=] {
      c.send(i);
      c.send(i);
    });
    go([=] {
      for (int k = 0; k < 2; ++k) require(c.recv() == i);
    });
  }
}
