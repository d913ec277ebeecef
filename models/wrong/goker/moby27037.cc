// gocheck: expect race
// moby #27037: the goroutines of a loop print the loop's own variable.
#include <array>
#include <cstddef>
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  std::array<bool, 3> seen{};
  WaitGroup wg{"containers"};
  int i = 0;
  for (; i < 2; ++i) {
    wg.go([&] { seen[static_cast<std::size_t>(i)] = true; });
  }
  wg.wait();
}
