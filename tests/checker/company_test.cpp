// When what several goroutines did, which wait for timers at the same time, has led all of them back.

#include <catch2/catch.hpp>

#include "polling/company.hpp"

using namespace gocheck::checker;

namespace {

constexpr GoroutineId kOther = 3, kThird = 4, kOutsider = 5;
const Access kClock{clock_id(), 0, 0, AccessKind::kClock};
const Access kFlag{7, 0, 0, AccessKind::kStore};

struct Rounds {
  Company company;
  std::size_t polls = 0;   // Of the one whose company it is: one between two of its timers.
  bool are_back = true;

  std::optional<std::size_t> fire(std::vector<Company::Member> members) {
    return company.mark(polls++, members, {&kClock, 1}, [&](const Company::Mark&) { return are_back; });
  }
  void own(const Access& access) { company.own_step({&access, 1}); }
  void outsiders(const Access& access) {
    company.step({.goroutine = kOutsider, .kind = StepKind::kStore}, {&access, 1});
  }
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

TEST_CASE("company: nothing is known of who has forgotten it", "[checker][company]") {
  Rounds rounds;
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 0}}));
  CHECK(rounds.company.has(kOther));
  rounds.company.forget();
  CHECK_FALSE(rounds.company.has(kOther));
  CHECK_FALSE(rounds.fire({{kOther, 10, 1, 2}}));
}
