// gocheck: expect none
// A producer closes its channel; the consumer ranges over it to the end.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto ch = make_chan<int>(1);
  go("producer", [=] {
    for (int i = 0; i < 3; ++i) ch.send(i);
    ch.close();
  });
  int sum = 0;
  for (const int value : ch) sum += value;
  require(sum == 3);
}
