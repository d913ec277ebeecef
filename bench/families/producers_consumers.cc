// producers_consumers N CAPACITY: N producers send two values each, N consumers receive two each.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int, char** argv) {
  const int n = std::atoi(argv[1]);
  const auto values = make_chan<int>(std::atoi(argv[2]));
  for (int i = 0; i < n; ++i) {
    go([=] {
      for (int k = 0; k < 2; ++k) values.send(i);
    });
    go([=] {
      for (int k = 0; k < 2; ++k) require(values.recv() < n);
    });
  }
}
