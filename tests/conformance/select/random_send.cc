// gocheck: expect none
// gocheck: args 4
// A select with two cases for one buffered channel picks either (rules of TestPseudoRandomSend in
// runtime/chan_test.go): zeroes and ones arrive in the order of the choices, and both occur in production.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 100;
  const int capacity = choose(2) * n;
  const auto c = make_chan<int>(capacity);
  const auto received = make_chan<int>(1);
  go("receiver", [=] {
    int ones = 0;
    for (int i = 0; i < n; ++i) ones += c.recv();
    received.send(ones);
  });
  int sent_ones = 0;
  for (int i = 0; i < n; ++i) sent_ones += select(send(c, 0), send(c, 1));
  const int ones = received.recv();
  require(ones == sent_ones, "another value than the chosen one");
  if (argc == 1) require(ones > 0 && ones < n, "one case only");   // By chance once in 2^99 runs.
}
