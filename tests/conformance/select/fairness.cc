// gocheck: expect none
// gocheck: args 1
// Each of several ready cases is chosen sometimes (rules of TestSelectFairness in runtime/chan_test.go): in
// production about half of 10,000 choices each, and under check both.
#include <gocheck/go.hpp>

using namespace gocheck;

int main(int argc, char**) {
  const int trials = argc > 1 ? 4 : 10'000;
  const auto a = make_chan<int>(trials + 1);
  const auto b = make_chan<int>(trials + 1);
  const auto idle_1 = make_chan<int>();
  const auto idle_2 = make_chan<int>();
  for (int i = 0; i < trials; ++i) {
    a.send(i);
    b.send(i);
  }
  int from_a = 0;
  for (int i = 0; i < trials; ++i)
    from_a += select(recv(idle_1), recv(a), recv(b), recv(idle_2)) == 1 ? 1 : 0;
  // 5,000 expected, with a standard deviation of 50: this fails by chance once in 10^80 runs.
  if (argc == 1) require(from_a > 4'000 && from_a < 6'000, "one case is preferred");
}
