// gocheck: expect none
// moby #27037, repaired: each goroutine has its number.
#include <array>
#include <cstddef>
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  std::array<bool, 3> seen{};
  WaitGroup wg{"containers"};
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] { seen[static_cast<std::size_t>(i)] = true; });
  }
  wg.wait();
}
