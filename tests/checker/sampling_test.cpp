// Strategies that draw executions, on toy systems: only what is enabled matters to them.

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include <catch2/catch.hpp>

#include "strategy/pct.hpp"
#include "strategy/random_walk.hpp"
#include "toy.hpp"

using namespace gocheck::checker;
using namespace toy;

namespace {

constexpr GoroutineId kA = 1, kB = 2, kC = 3;

using Orders = std::vector<Order>;
Orders run_many(Strategy& strategy, const std::vector<int>& length, int count) {
  Orders orders;
  for (int i = 0; i < count; ++i) {
    REQUIRE(strategy.begin_execution());
    orders.push_back(finish(strategy, length));
  }
  return orders;
}

/// Whether the steps come in this order, each (goroutine, which of its steps).
bool has_order(const Order& order, const std::vector<std::pair<GoroutineId, int>>& wanted) {
  std::size_t next = 0;
  std::map<GoroutineId, int> taken;
  for (const GoroutineId g : order) {
    const std::pair<GoroutineId, int> step{g, ++taken[g]};
    if (next < wanted.size() && step == wanted[next]) ++next;
  }
  return next == wanted.size();
}

/// At least `probability`, but for three standard deviations of chance.
void check_frequency(int hits, int count, double probability) {
  const double expected = probability * count;
  CHECK(hits >= expected - 3 * std::sqrt(expected * (1 - probability)));
}

}  // namespace

TEST_CASE("random numbers: uniform below n, equal for equal seeds", "[checker][sampling]") {
  std::array<int, 7> count{};
  RandomStream stream(1, 1);
  for (int i = 0; i < 70'000; ++i) ++count[stream.below(7)];
  double chi_square = 0;
  for (const int c : count) chi_square += (c - 10'000.0) * (c - 10'000.0) / 10'000;
  CHECK(chi_square < 22.5);  // 6 degrees of freedom: one in a thousand is larger.
  RandomStream a(5, 9), b(5, 9), other_seed(6, 9), other_number(5, 10);
  const std::uint64_t first = a.next();
  CHECK(first == b.next());
  CHECK(first != other_seed.next());
  CHECK(first != other_number.next());
  // Streams of neighbouring executions are no shifted copies of each other.
  RandomStream shifted(5, 9);
  static_cast<void>(shifted.next());
  RandomStream neighbour(5, 10);
  CHECK(shifted.next() != neighbour.next());
}

TEST_CASE("random walk: each order as often as the draws say", "[checker][sampling]") {
  // A and B have two steps each: AABB and BBAA come with probability 1/4, the other four with 1/8.
  RandomWalk walk(1);
  std::map<Order, int> count;
  for (const auto& order : run_many(walk, {2, 2}, 8'000)) ++count[order];
  CHECK(count.size() == 6);
  double chi_square = 0;
  for (const auto& [order, n] : count) {
    const double expected = order[0] == order[1] ? 2'000 : 1'000;
    chi_square += (n - expected) * (n - expected) / expected;
  }
  CHECK(chi_square < 20.5);  // 5 degrees of freedom.
}

TEMPLATE_TEST_CASE_SIG("sampling: equal seeds draw equal executions", "[checker][sampling]",
                       ((int Which), Which), 0, 1) {
  const auto orders = [](std::uint64_t seed) {
    if constexpr (Which == 0) {
      RandomWalk walk(seed);
      return run_many(walk, {4, 3, 5}, 50);
    } else {
      Pct pct(seed, 3);
      return run_many(pct, {4, 3, 5}, 50);
    }
  };
  CHECK(orders(3) == orders(3));
  CHECK(orders(3) != orders(4));
}

TEST_CASE("pct: bugs of depth 1 to 3 are met as often as the bound says", "[checker][sampling]") {
  constexpr int kCount = 20'000;
  const std::vector<int> length{4, 4, 4};
  struct Bug {
    std::uint64_t depth;
    std::vector<std::pair<GoroutineId, int>> order;
  };
  const Bug bug = GENERATE(
      // C's first step only after everything of A.
      Bug{1, {{kA, 4}, {kC, 1}}},
      // B breaks what A does in two steps, as late as it can: an atomicity violation.
      Bug{2, {{kA, 3}, {kB, 4}, {kA, 4}}}, Bug{2, {{kB, 1}, {kC, 4}, {kB, 2}}},
      // Two goroutines in each other's way.
      Bug{3, {{kA, 1}, {kB, 1}, {kA, 2}, {kB, 2}}}, Bug{3, {{kA, 2}, {kC, 2}, {kA, 3}, {kC, 3}}});
  Pct pct(7, bug.depth);
  int hits = 0;
  for (const auto& order : run_many(pct, length, kCount)) hits += has_order(order, bug.order);
  Standing standing;
  pct.add_standing(standing);
  REQUIRE(standing.pct);
  CHECK(standing.pct->goroutines == 3);
  CHECK(standing.pct->steps == 12);
  CHECK_FALSE(standing.pct->has_draws);
  CHECK(standing.pct->executions == (bug.depth == 1 ? kCount : kCount - 1));
  check_frequency(hits, kCount, 1 / (3 * std::pow(12.0, static_cast<double>(bug.depth - 1))));
}

TEST_CASE("pct: the highest goroutine runs until it falls", "[checker][sampling]") {
  Pct one(1, 1);  // Nobody falls: each goroutine runs to its end.
  for (const auto& order : run_many(one, {5, 5, 5}, 100)) {
    int switches = 0;
    for (std::size_t i = 1; i < order.size(); ++i) switches += order[i] != order[i - 1];
    CHECK(switches == 2);
  }
  Pct three(1, 3);
  for (const auto& order : run_many(three, {5, 5, 5}, 100)) {
    int switches = 0;
    for (std::size_t i = 1; i < order.size(); ++i) switches += order[i] != order[i - 1];
    CHECK(switches <= 4);
  }
}

TEST_CASE("pct: a rendezvous waits for the lower of its partners", "[checker][sampling]") {
  // 1 meets 2; 3 works on its own. Unless 3 is the lowest, it goes first.
  const Transition meeting{.goroutine = 1, .peer = 2, .kind = StepKind::kRendezvous};
  const Transition work{.goroutine = 3, .kind = StepKind::kStore};
  const std::vector<Transition> enabled{meeting, work};
  const Configuration nothing;
  constexpr int kCount = 3'000;
  Pct pct(1, 1);
  int meetings = 0;
  for (int i = 0; i < kCount; ++i) {
    REQUIRE(pct.begin_execution());
    meetings += *pct.choose(nothing, enabled) == meeting;
    pct.end_execution();
  }
  CHECK(std::abs(meetings - kCount / 3) < 3 * std::sqrt(kCount * 2 / 9.0));
  Standing standing;
  pct.add_standing(standing);
  CHECK(standing.pct->steps == 2);  // Of each partner.
}

TEST_CASE("pct: of several partners the highest is met, of several cases any",
          "[checker][sampling]") {
  const Configuration nothing;
  const Transition with_b{.goroutine = kA, .peer = kB, .kind = StepKind::kRendezvous};
  const Transition with_c{.goroutine = kA, .peer = kC, .kind = StepKind::kRendezvous};
  Pct partners(1, 1);
  int of_b = 0;
  for (int i = 0; i < 2'000; ++i) {
    REQUIRE(partners.begin_execution());
    of_b += *partners.choose(nothing, std::vector<Transition>{with_b, with_c}) == with_b;
    partners.end_execution();
  }
  CHECK(std::abs(of_b - 1'000) < 135);
  Standing standing;
  partners.add_standing(standing);
  CHECK_FALSE(standing.pct->has_draws);  // The order of B and C says it all.

  const Transition first{.goroutine = kA, .select_case = 0, .kind = StepKind::kBufferedRecv};
  const Transition second{.goroutine = kA, .select_case = 1, .kind = StepKind::kBufferedRecv};
  Pct cases(1, 1);
  int of_first = 0;
  for (int i = 0; i < 2'000; ++i) {
    REQUIRE(cases.begin_execution());
    of_first += *cases.choose(nothing, std::vector<Transition>{first, second}) == first;
    cases.end_execution();
  }
  CHECK(std::abs(of_first - 1'000) < 135);
  cases.add_standing(standing);
  CHECK(standing.pct->has_draws);
}

TEST_CASE("pct: a goroutine that polls for ever does not starve the others for ever",
          "[checker][sampling]") {
  const Configuration nothing;
  Pct pct(1, 3);
  for (int i = 0; i < 20; ++i) {
    REQUIRE(pct.begin_execution());
    const std::vector<Transition> enabled{{.goroutine = kA, .kind = StepKind::kDefault},
                                          {.goroutine = kB, .kind = StepKind::kStore}};
    std::uint64_t steps = 0;
    while (pct.choose(nothing, enabled)->goroutine == kA) ++steps;
    CHECK(steps < Pct::kUnfairStepsMax + 100);
    pct.end_execution();
  }
  Standing standing;
  pct.add_standing(standing);
  CHECK(standing.pct->executions == 0);  // Then the bound does not hold.
}
