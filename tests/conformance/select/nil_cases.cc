// gocheck: expect none
// gocheck: args 3
// A case is switched off by setting its channel to nil (rules of test/chan/select.go): two counters are
// sent over one select each until both are through. Under check 3 values, else 100.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int values = argc > 1 ? std::atoi(argv[1]) : 100;
  const auto evens = make_chan<int>();
  const auto odds = make_chan<int>();
  const auto done = make_chan<Unit>();
  go("sender", [=] {
    Chan<int> a = evens, b = odds;
    int next_a = 0, next_b = 1;
    while (a != nullptr || b != nullptr) {
      switch (select(send(a, next_a), send(b, next_b))) {
        case 0:
          if ((next_a += 2) >= 2 * values) a = nullptr;
          break;
        case 1:
          if ((next_b += 2) >= 2 * values) b = nullptr;
          break;
      }
    }
    done.send({});
  });
  for (int i = 0; i < values; ++i) {
    require(evens.recv() == 2 * i);
    require(odds.recv() == 2 * i + 1);
  }
  done.recv();
}
