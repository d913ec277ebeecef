#include <catch2/catch.hpp>
#include <functional>

#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

TEST_CASE("time: sleep lasts and timers fire in order", "[runtime][time]") {
  const TimePoint start = now();
  // Each gets the time at which it has fired: who runs first after that is the machine's affair.
  const auto last = after(15ms), first = after(5ms), second = after(10ms);
  sleep(1ms);
  CHECK(now() - start >= 1ms);
  const TimePoint end = last.recv();
  const TimePoint middle = second.recv();
  const TimePoint begin = first.recv();
  CHECK(begin >= start + 5ms);
  CHECK(middle >= begin);
  CHECK(end >= middle);
}

TEST_CASE("time: stop and reset say whether the timer was pending", "[runtime][time]") {
  Timer timer(1h);
  CHECK(timer.stop());
  CHECK_FALSE(timer.stop());
  CHECK_FALSE(timer.reset(1ms));
  timer.chan().recv();
  CHECK_FALSE(timer.stop());
}

TEST_CASE("time: a ticker drops what finds its channel full", "[runtime][time]") {
  Ticker ticker(1ms);
  sleep(10ms);
  CHECK(ticker.chan().len() == 1);
  ticker.chan().recv();
  ticker.chan().recv();
  ticker.stop();
  CHECK_THROWS_AS(Ticker(0ms), Panic);
}

TEST_CASE("context: cancellation reaches children, once", "[runtime][context]") {
  CHECK(background().done() == nullptr);
  auto parent = with_cancel(background());
  auto child = with_cancel(with_value(parent.ctx, "key", 5));
  auto late = with_timeout(child.ctx, 1h);
  CHECK(parent.ctx.err() == ContextErr::none);
  CHECK(*late.ctx.value<int>("key") == 5);
  CHECK(late.ctx.value<int>("other") == nullptr);
  const std::function<void()> cancel = parent.cancel;
  cancel();
  cancel();
  late.ctx.done().recv();
  CHECK(child.ctx.err() == ContextErr::canceled);
  CHECK(late.ctx.err() == ContextErr::canceled);
  CHECK(with_cancel(parent.ctx).ctx.err() == ContextErr::canceled);
}

TEST_CASE("context: deadlines", "[runtime][context]") {
  auto timed = with_timeout(background(), 2ms);
  auto child = with_cancel(timed.ctx);
  child.ctx.done().recv();
  CHECK(timed.ctx.err() == ContextErr::deadline_exceeded);
  CHECK(child.ctx.err() == ContextErr::deadline_exceeded);
  CHECK(with_timeout(background(), 0s).ctx.err() == ContextErr::deadline_exceeded);
}
