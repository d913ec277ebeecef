// gocheck: expect none
// cockroach #35501, repaired: each goroutine has a copy of its check.
#include <array>
#include <cstddef>
#include <gocheck/go.hpp>

using namespace gocheck;

struct Check {
  int id = 0;
  bool is_validated = false;
};

int main() {
  const std::array<Check, 2> checks{Check{1}, Check{2}};
  WaitGroup wg{"validators"};
  Check check;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    check = checks[i];
    wg.go([check] { require(check.id > 0, "a check has an id"); });
  }
  wg.wait();
}
