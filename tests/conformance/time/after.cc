// gocheck: expect none
// after() and its order (rules of TestAfter and TestAfterQueuing in time/sleep_test.go): the time arrives
// once, and goroutines that wait for different times go on in their order.
#include <gocheck/go.hpp>

#include <array>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  const RecvChan<TimePoint> single = after(1ms);
  require(single.cap() == 1);
  const TimePoint fired = single.recv();
  require(fired >= start + 1ms && now() >= fired);
  require(select(recv(single), otherwise()) == 1, "fired twice");

  // In production the waits are far enough apart for a loaded machine; under check they are exact.
  constexpr std::array<int, 3> kSlots = {2, 0, 1};
  const auto results = make_chan<int>(3);
  for (const int slot : kSlots)
    after_func(std::chrono::milliseconds(5 + 60 * slot), [=] { results.send(slot); });
  for (int i = 0; i < 3; ++i) static_cast<void>(results.recv());
}
