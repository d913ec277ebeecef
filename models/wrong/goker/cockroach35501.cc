// gocheck: expect race
// cockroach #35501: a goroutine for each check uses the loop's one variable, which the loop has
// gone on to change.
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
    wg.go([&] { require(check.id > 0, "a check has an id"); });
  }
  wg.wait();
}
