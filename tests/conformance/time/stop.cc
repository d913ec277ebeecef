// gocheck: expect none
// stop() and the firing compete (rules of TestTimerStopStress in time/sleep_test.go): true means that it does
// not fire, false that it has fired, and the channel tells the same.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  Timer timer(1ms);
  sleep(1ms);
  const bool prevented = timer.stop();
  require(select(recv(timer.chan()), otherwise()) == (prevented ? 1 : 0));

  const auto ran = make_chan<Unit>(1);
  Timer callback = after_func(1ms, [=] { ran.send({}); });
  sleep(1ms);
  if (callback.stop()) {
    require(ran.len() == 0, "ran although it was stopped");
  } else {
    ran.recv();
  }
}
