// sieve N: the primes up to N by a chain of goroutines, each of which drops the multiples of one prime.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

namespace {

void stage(const Chan<int>& in, int previous) {
  const auto [prime, is_open] = in.recv_ok();
  if (!is_open) return;
  require(prime > previous);
  const auto out = make_chan<int>();
  go([out, prime = prime] { stage(out, prime); });
  for (const int value : in) {
    if (value % prime != 0) out.send(value);
  }
  out.close();
}

}  // namespace

int main(int, char** argv) {
  const int last = std::atoi(argv[1]);
  const auto numbers = make_chan<int>();
  go([=] { stage(numbers, 1); });
  for (int i = 2; i <= last; ++i) numbers.send(i);
  numbers.close();
}
