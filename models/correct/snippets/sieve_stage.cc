// gocheck: expect none
// One stage of a prime sieve: what a prime does not divide passes.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto in = make_chan<int>();
  auto out = make_chan<int>();
  go("stage", [=] {
    for (const int n : in) {
      if (n % 2 != 0) out.send(n);
    }
    out.close();
  });
  go("source", [=] {
    for (int n = 2; n <= 5; ++n) in.send(n);
    in.close();
  });
  int sum = 0;
  for (const int n : out) sum += n;
  require(sum == 8);
}
