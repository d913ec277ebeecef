// gocheck: expect none
// gocheck: args 3
// Two goroutines send and receive on one channel in the same select (rules of TestSelfSelect in
// runtime/chan_test.go): nobody meets itself, nothing gets stuck. Under check 3 rounds, else 1,000.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

namespace {

void exchange(const Chan<int>& c, int self, int rounds, bool buffered) {
  for (int i = 0; i < rounds; ++i) {
    int received = -1;
    if (self == 0 || i % 2 == 0) {
      select(send(c, self), recv(c, received));
    } else {
      select(recv(c, received), send(c, self));
    }
    require(buffered || received != self, "received its own value");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 1'000;
  const int capacity = choose(2) * 10;
  const auto c = make_chan<int>(capacity);
  WaitGroup group("both");
  for (int self = 0; self < 2; ++self)
    group.go([=] { exchange(c, self, rounds, capacity > 0); });
  group.wait();
}
