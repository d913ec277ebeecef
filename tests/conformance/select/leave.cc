// gocheck: expect none
// How a select is left (rules of test/chan/select8.go; a switch over the taken position takes the place of
// Go's cases): break leaves the switch, continue the round, return the function.
#include <gocheck/go.hpp>

using namespace gocheck;

namespace {

int rounds_until_stop(const RecvChan<int>& values) {
  for (int round = 1;; ++round) {
    int value = 0;
    bool ok = false;
    switch (select(recv(values, value, ok), recv(Chan<int>()))) {
      case 0:
        if (!ok) return round;
        if (value % 2 == 0) break;
        continue;
      default:
        require(false, "nil was selected");
    }
    require(value % 2 == 0, "continue did not leave the round");
  }
}

}  // namespace

int main() {
  const auto values = make_chan<int>(3);
  for (int i = 0; i < 3; ++i) values.send(i);
  values.close();
  require(rounds_until_stop(values) == 4);
}
