// gocheck: expect none
// Timers fire in the order of their deadlines, and those with equal ones in the order in which they were
// started, whatever the order of creation (rules of TestAfterTick, TestAdjustTimers and
// TestTimerModifiedEarlier in time/sleep_test.go).
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  const Timer late(40ms);
  const TimePoint before = now();
  const Timer early(20ms), moved(1h);
  const TimePoint behind = now();   // Of its start; late may have fired before.
  Timer stopped(10ms);
  // Under check any time may pass between two lines, so what was prevented depends on the clock.
  const bool prevented = stopped.stop();
  require(prevented || now() >= start + 10ms);
  // From far away to a near place.
  Timer earliest(1h);
  if (!earliest.stop()) earliest.chan().recv();
  earliest.reset(5ms);

  const TimePoint reset_fired = earliest.chan().recv();
  const TimePoint first = early.chan().recv();
  const TimePoint second = late.chan().recv();
  require(first >= before + 20ms && second >= start + 40ms, "too early");
  require(first <= second || second <= behind, "out of order");
  require(reset_fired >= start + 5ms);
  require(select(recv(stopped.chan()), otherwise()) == (prevented ? 1 : 0));
  require(select(recv(moved.chan()), otherwise()) == 1 || now() >= start + 1h);
}
