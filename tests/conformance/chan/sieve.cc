// gocheck: expect none
// gocheck: args 3
// A prime sieve, one goroutine per prime (rules of test/chan/sieve1.go). The Go program leaves its
// goroutines behind; here a stop channel ends them, so that nothing leaks. Under check 3 primes, else 100.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

namespace {

void generate(const SendChan<int>& to, const RecvChan<Unit>& stop) {
  for (int i = 2; select(send(to, i), recv(stop)) == 0; ++i) {
  }
}

void filter(const RecvChan<int>& from, const SendChan<int>& to, int prime,
            const RecvChan<Unit>& stop) {
  for (int value = 0; select(recv(from, value), recv(stop)) == 0;) {
    if (value % prime != 0 && select(send(to, value), recv(stop)) == 1) return;
  }
}

bool is_prime(int n) {
  for (int d = 2; d * d <= n; ++d)
    if (n % d == 0) return false;
  return n > 1;
}

}  // namespace

int main(int argc, char** argv) {
  const int primes = argc > 1 ? std::atoi(argv[1]) : 100;
  const auto stop = make_chan<Unit>();
  Chan<int> numbers = make_chan<int>();
  go("generate", [numbers, stop] { generate(numbers, stop); });
  int expected = 2;
  for (int i = 0;; ++expected) {
    if (!is_prime(expected)) continue;
    const int prime = numbers.recv();
    require(prime == expected, "not the next prime");
    if (++i == primes) break;
    const auto next = make_chan<int>();
    go("filter", [from = numbers, next, prime, stop] { filter(from, next, prime, stop); });
    numbers = next;
  }
  stop.close();
}
