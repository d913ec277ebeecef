// gocheck: expect none
// Sleeping (rules of TestSleep and of the benchmark programs in time/sleep_test.go): at least that long, and
// not at all for zero or less, while others run.
#include <gocheck/go.hpp>

#include <limits>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  sleep(2ms);
  require(now() - start >= 2ms, "woken too early");

  sleep(0s);
  sleep(-1h);
  sleep(std::chrono::nanoseconds::min());   // TestOverflowSleep, from below.

  // TestSleepZeroDeadlock: a goroutine that does nothing but give way does not hold up another one.
  const auto ticks = make_chan<Unit>();
  go("giving way", [=] {
    for (int i = 0; i < 3; ++i) {
      sleep(0s);
      yield();
      ticks.send({});
    }
  });
  for (int i = 0; i < 3; ++i) ticks.recv();
}
