// gocheck: expect none
// reset() (rules of TestReset in time/sleep_test.go): tells whether the timer was pending, and the old
// deadline is void.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  Timer timer(1h);
  const bool pending = timer.reset(2ms);
  require(pending || now() >= start + 1h, "it was pending");
  if (pending) {   // Else the value of the first firing may have kept the second one out.
    const TimePoint fired = timer.chan().recv();
    require(!timer.reset(2ms), "it had fired");
    require(timer.chan().recv() >= fired + 2ms, "fired too early");
  }

  // The usual drill before a timer is used again.
  Timer reused(1ms);
  sleep(1ms);
  if (!reused.stop()) reused.chan().recv();
  require(!reused.reset(1ms));
  reused.chan().recv();
  require(reused.chan().len() == 0, "a value of the first run is left");
}
