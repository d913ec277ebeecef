// Who reads the clock can see how often others have slept, so no round may be left out: without end, one of these asserts.
#include <chrono>

#include "program.hpp"

using namespace std::chrono_literals;

PROGRAM(afterwards) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) sleep(1ms);
  require(now().time_since_epoch() < 20ms);
}

PROGRAM(by_a_timer) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) sleep(1ms);
  require(after(1ms).recv().time_since_epoch() < 20ms);
}

PROGRAM(by_a_select) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) sleep(1ms);
  TimePoint time;
  const Timer timer(1ms);
  select(recv(timer.chan(), time));
  require(time.time_since_epoch() < 20ms);
}

PROGRAM(by_another) {
  Atomic<bool> done;
  go([&] {
    done.store(true);
    require(now().time_since_epoch() < 20ms);
  });
  while (!done.load()) sleep(1ms);
}

PROGRAM(before) {
  const TimePoint start = now();
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) sleep(1ms);
  require(now() - start < 20ms);
}
