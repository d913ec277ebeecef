// gocheck: expect none
// The prime sieve up to 7: every prime found adds a stage.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  constexpr int kLast = 7;
  auto numbers = make_chan<int>();
  go("source", [=] {
    for (int n = 2; n <= kLast; ++n) numbers.send(n);
    numbers.close();
  });
  int sum = 0;
  Chan<int> in = numbers;
  while (true) {
    const auto [prime, ok] = in.recv_ok();
    if (!ok) break;
    sum += prime;
    auto out = make_chan<int>();
    go("filter", [=, prime = prime] {
      for (const int n : in) {
        if (n % prime != 0) out.send(n);
      }
      out.close();
    });
    in = out;
  }
  require(sum == 17);
}
