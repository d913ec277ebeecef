// What comes before a step, and that steps with the same past have the same name in every order of independent ones.

#include <catch2/catch.hpp>

#include "recurrence/past.hpp"

using namespace gocheck::checker;

namespace {

constexpr GoroutineId kMain = 1, kFirst = 2, kSecond = 3, kThird = 4, kTimer = 9;
constexpr std::uint64_t kGroup = 5, kFlag = 6, kChan = 7;

Access tick() { return {clock_id(), 0, 0, AccessKind::kClock}; }
Access on(std::uint64_t object, AccessKind kind) { return {object, 0, 0, kind}; }
Access done(std::uint32_t counter) { return {kGroup, counter, 1, AccessKind::kDone}; }
/// The n-th value of a channel with room for one.
Access sent(std::uint32_t n) { return {kChan, n, 1, AccessKind::kBufferedSend}; }
Access received(std::uint32_t n) { return {kChan, n, 1, AccessKind::kBufferedRecv}; }

struct Execution {
  Past past;

  Execution() { past.begin(); }
  /// The kind of step says nothing here: the accesses do.
  Execution& step(GoroutineId by, std::vector<Access> accesses, GoroutineId with = 0) {
    past.step({.goroutine = by, .peer = with, .kind = StepKind::kStore}, accesses);
    return *this;
  }
  Execution& go(GoroutineId by, GoroutineId child) {
    past.step({.goroutine = by, .kind = StepKind::kGo}, {});
    past.started(child, by);
    return *this;
  }
  /// Before the last step and with it, as one character for each step.
  std::string before() {
    std::vector<bool> marks;
    past.mark(past.size() - 1, marks);
    std::string text;
    for (const bool mark : marks) text += mark ? 'x' : '.';
    return text;
  }
};

}  // namespace

TEST_CASE("past: a goroutine's own steps, and who has started it up to then", "[checker][past]") {
  Execution one;
  one.step(kMain, {}).go(kMain, kFirst).step(kMain, {}).step(kFirst, {}).step(kMain, {}).step(kFirst, {});
  CHECK(one.before() == "xx.x.x");
}

TEST_CASE("past: by way of others", "[checker][past]") {
  Execution one;
  one.step(kFirst, {on(kFlag, AccessKind::kStore)})
      .step(kSecond, {on(kFlag, AccessKind::kLoad)})
      .step(kThird, {on(kFlag, AccessKind::kLoad)})
      .step(kSecond, {tick()})
      .step(kThird, {})
      .step(kTimer, {tick()});
  CHECK(one.before() == "xx.x.x");
}

TEST_CASE("past: both sides of a meeting, and who is woken", "[checker][past]") {
  Execution one;
  one.step(kFirst, {}).step(kSecond, {}).step(kFirst, {on(kChan, AccessKind::kRendezvous)}, kSecond).step(kSecond, {});
  CHECK(one.before() == "xxxx");
  Execution two;
  two.step(kFirst, {}).step(kSecond, {{goroutine_id(kFirst), 0, 0, AccessKind::kWoken}}).step(kFirst, {});
  CHECK(two.before() == "xxx");
}

TEST_CASE("past: what was sent before it was received, and the place that was free", "[checker][past]") {
  Execution one;
  one.step(kFirst, {sent(0)}).step(kSecond, {received(0)}).step(kSecond, {}).step(kFirst, {sent(1)});
  CHECK(one.before() == "xx.x");
  one.step(kThird, {received(1)});
  CHECK(one.before() == "xx.xx");
}

TEST_CASE("past: the calls of done() that come before a wait() do not depend on each other", "[checker][past]") {
  Execution one;
  one.step(kFirst, {done(2)}).step(kSecond, {done(1)}).step(kSecond, {tick()});
  CHECK(one.before() == ".xx");
  one.step(kMain, {on(kGroup, AccessKind::kWait)});
  CHECK(one.before() == "xx.x");
}

TEST_CASE("past: the name does not depend on the order of independent steps", "[checker][past]") {
  Execution one, other;
  one.step(kFirst, {done(2)}).step(kSecond, {done(1)}).step(kSecond, {tick()});
  other.step(kSecond, {done(2)}).step(kFirst, {done(1)}).step(kSecond, {tick()});
  CHECK(one.past.name() == other.past.name());
  one.step(kMain, {on(kGroup, AccessKind::kWait)});
  other.step(kMain, {on(kGroup, AccessKind::kWait)});
  CHECK(one.past.name() == other.past.name());
}

TEST_CASE("past: the name tells all that comes before", "[checker][past]") {
  // Of the steps in front of the last one, the receipt of the first value is what makes room for the third.
  Execution one, other;
  one.step(kFirst, {sent(0)}).step(kSecond, {received(0)}).step(kFirst, {sent(1)});
  other.step(kFirst, {sent(0)}).step(kSecond, {}).step(kSecond, {received(0)}).step(kFirst, {sent(1)});
  CHECK(one.past.name() != other.past.name());
  Execution third, fourth;
  third.step(kFirst, {on(kFlag, AccessKind::kLoad)}).step(kSecond, {on(kFlag, AccessKind::kStore)});
  fourth.step(kSecond, {on(kFlag, AccessKind::kStore)});
  CHECK(third.past.name() != fourth.past.name());
}

TEST_CASE("past: nothing is left of the execution before", "[checker][past]") {
  Execution one;
  one.go(kMain, kFirst).step(kFirst, {tick()});
  const std::uint64_t name = one.past.name();
  one.past.begin();
  one.go(kMain, kFirst).step(kFirst, {tick()});
  CHECK(one.past.name() == name);
  CHECK(one.before() == "xx");
}
