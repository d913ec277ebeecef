// gocheck: expect none
// after_func (rules of TestAfterFunc, TestAfterStop and TestReset in time/sleep_test.go): runs in its own
// goroutine, may start itself again, does not run when it was stopped in time, runs again after a reset.
#include <gocheck/go.hpp>

#include <functional>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  // A chain: each firing starts the next.
  const auto done = make_chan<Unit>();
  std::function<void(int)> countdown = [&](int left) {
    if (left == 0) return done.send({});
    after_func(1ms, [&countdown, left] { countdown(left - 1); });
  };
  after_func(0s, [&] { countdown(3); });
  done.recv();

  const auto fired = make_chan<int>(2);
  const TimePoint started = now();
  Timer stopped = after_func(1h, [=] { fired.send(1); });
  require(stopped.chan() == nullptr, "a callback's timer has no channel");
  const bool prevented = stopped.stop();
  require(prevented || now() >= started + 1h, "it fired before its time");
  require(!stopped.stop(), "it was stopped already");
  if (!prevented) fired.recv();
  require(!stopped.reset(1ms), "it was not pending");
  require(fired.recv() == 1);   // By the reset.
  require(fired.len() == 0);
}
