// When what several goroutines did, which wait for timers at the same time, has led all of them back.

#include <catch2/catch.hpp>

#include "polling/company.hpp"

using namespace gocheck::checker;
using gocheck::detail::Object;

namespace {

constexpr GoroutineId kOther = 3, kThird = 4, kOutsider = 5;
const Access kClock{clock_id(), 0, 0, AccessKind::kClock};
const Access kFlag{7, 0, 0, AccessKind::kStore};
const Access kMutex{8, 0, 0, AccessKind::kMutex};

/// Its name is all that counts.
const Object* timer_at(std::uintptr_t n) { return reinterpret_cast<const Object*>(64 * (n + 1)); }

struct Waiting {
  GoroutineId goroutine;
  std::int64_t left_ns;
  std::uint32_t row;
  std::size_t poll;
  std::uintptr_t timer = 0;
};

struct Rounds {
  Company company;
  std::size_t polls = 0;   // Of the one whose company it is: one between two of its timers.
  bool are_back = true;

  std::optional<std::size_t> fire(const std::vector<Waiting>& waiting) {
    std::vector<Company::Member> members;
    for (const Waiting& one : waiting) {
      members.push_back({one.goroutine, one.left_ns, one.row, one.poll, timer_at(one.timer), false});
    }
    return company.mark(polls++, members, {&kClock, 1}, [&](const Company::Mark&) { return are_back; });
  }
  void own(const Access& access) { company.own_step({&access, 1}); }
  void outsiders(const Access& access) { step(kOutsider, access); }
  void step(GoroutineId by, const Access& access, const Object* timer = nullptr) {
    company.step({.goroutine = by, .kind = StepKind::kStore}, timer, {&access, 1});
  }
  void fire_for_another(std::uintptr_t timer) { company.fire({.kind = StepKind::kFire}, timer_at(timer), {&kClock, 1}); }
};

}  // namespace

TEST_CASE("company: the same times are left to the same goroutines", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}}));
  rounds.own(kFlag);
  CHECK_FALSE(rounds.fire({{kOther, 5, 1, 2}}));
  CHECK(rounds.fire({{kOther, 10, 1, 4}}) == 0);
  CHECK(rounds.fire({{kOther, 5, 1, 6}}) == 1);
  CHECK_FALSE(rounds.fire({{kOther, 5, 2, 0}}));   // It has done something else in between.
}

TEST_CASE("company: each is where it was", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}}));
  rounds.are_back = false;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
  rounds.are_back = true;
  CHECK(rounds.fire({{kOther, 10, 1, 4}}) == 1);
}

TEST_CASE("company: who does not wait makes no mark, who joins makes it another one", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}, {kThird, 10, 1, 0}}));
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
  CHECK_FALSE(rounds.fire({}));
  CHECK_FALSE(rounds.fire({{kThird, 10, 1, 2}, {kOther, 10, 1, 2}}));   // Due in another order.
  CHECK(rounds.fire({{kOther, 10, 1, 4}, {kThird, 10, 1, 4}}) == 0);
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 6}, {kOutsider, 10, 1, 0}}));
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 6}, {kThird, 10, 1, 4}}));
}

TEST_CASE("company: nobody else comes in between", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}}));
  SECTION("an outsider's step before theirs can be made before all") {
    rounds.outsiders(kFlag);
    rounds.own(kFlag);
    CHECK(rounds.fire({{kOther, 10, 1, 2}}) == 0);
  }
  SECTION("and one after theirs behind all") {
    rounds.own(kFlag);
    rounds.outsiders(kFlag);
    CHECK(rounds.fire({{kOther, 10, 1, 2}}) == 0);
  }
  SECTION("but not one between two of theirs") {
    rounds.own(kFlag);
    rounds.outsiders(kFlag);
    rounds.own(kFlag);
    CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
    CHECK(rounds.fire({{kOther, 10, 1, 4}}) == 1);
  }
  SECTION("nor one that lets time go on") {
    rounds.outsiders(kClock);
    CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
  }
}

TEST_CASE("company: what its members do and what their timers do is no outsider's", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0, 1}}));
  SECTION("a timer of a mark") {
    rounds.fire_for_another(1);
    CHECK(rounds.fire({{kOther, 10, 1, 2, 2}}) == 0);
  }
  SECTION("a timer that was started since") {
    rounds.step(kOther, kClock, timer_at(2));
    rounds.fire_for_another(2);
    CHECK(rounds.fire({{kOther, 10, 1, 2, 3}}) == 0);
  }
  SECTION("another timer") {
    rounds.fire_for_another(3);
    CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2, 2}}));
  }
}

TEST_CASE("company: who leaves his wait is an outsider from then on", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0, 1}}));
  rounds.step(kOther, kFlag);
  SECTION("while he waits, he is none") {
    rounds.own(kFlag);
    CHECK(rounds.fire({{kOther, 10, 1, 2, 2}}) == 0);
  }
  SECTION("his step comes after what he did before") {
    rounds.company.leave(kOther, timer_at(2));
    rounds.step(kOther, kMutex);
    rounds.own(kMutex);
    CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2, 2}}));
  }
  SECTION("nobody of them comes after his step: the mark is made as if he were still waiting") {
    rounds.company.leave(kOther, timer_at(2));
    rounds.step(kOther, kMutex);
    CHECK(rounds.fire({{kOther, 10, 1, 2, 2}}) == 0);
  }
  SECTION("of the marks with his last timer none comes before it, whether they are made before or after") {
    const bool is_late = GENERATE(false, true);
    const auto mark = [&] { CHECK_FALSE(rounds.fire({{kOther, 5, 1, 2, 2}})); };
    if (is_late) mark();
    rounds.company.leave(kOther, timer_at(2));
    rounds.step(kOther, kMutex);
    if (!is_late) mark();
    rounds.own(kMutex);
    CHECK_FALSE(rounds.fire({{kOther, 10, 1, 4, 3}}));
    CHECK(rounds.fire({{kOther, 5, 1, 6, 3}}) == 1);
  }
}

TEST_CASE("company: nothing is known of who has forgotten it", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}}));
  CHECK_FALSE(rounds.company.is_empty());
  rounds.company.forget();
  CHECK(rounds.company.is_empty());
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
}
