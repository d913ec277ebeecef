// Preemption bounding on toy systems, where the interleavings can be counted by hand.

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "strategy/preemption_bounded.hpp"
#include "toy.hpp"

using namespace gocheck::checker;
using namespace toy;

namespace {

struct Pass {
  std::set<Order> orders;
  PreemptionStanding standing;
  std::size_t repeated = 0;
};

Pass search(std::uint64_t bound, const std::vector<int>& length) {
  PreemptionBounded strategy(bound);
  Pass pass;
  while (strategy.begin_execution()) {
    const Order order = finish(strategy, length);
    if (strategy.purpose() == Purpose::kRepeated) {
      ++pass.repeated;
      CHECK(pass.orders.count(order) == 1);
    } else {
      CHECK(pass.orders.insert(order).second);
    }
  }
  Standing standing;
  strategy.add_standing(standing);
  pass.standing = *standing.preemptions;
  return pass;
}

}  // namespace

TEST_CASE("preemptions: what takes the processor away", "[checker][preemptions]") {
  const auto step = [](GoroutineId g) {
    return Transition{.goroutine = g, .kind = StepKind::kLock};
  };
  const Transition meeting{.goroutine = 2, .peer = 3, .kind = StepKind::kRendezvous};
  const Transition firing{.goroutine = 4, .kind = StepKind::kFire};
  Processor processor;
  CHECK(processor.is_wanted(std::vector{step(1), step(2)}));  // main begins.
  CHECK_FALSE(processor.is_wanted(std::vector{step(2), step(3)}));
  processor.move(meeting);  // Either partner may have arrived last.
  CHECK((processor.has(step(2)) && processor.has(step(3)) && !processor.has(step(1))));
  CHECK(processor.is_wanted(std::vector{step(1), step(3)}));
  CHECK(processor.has(Transition{.goroutine = 1, .peer = 3, .kind = StepKind::kRendezvous}));
  processor.move(firing);  // An interrupt: afterwards they have it back.
  CHECK((processor.has(step(2)) && !processor.has(firing)));
  processor.move(step(3));
  CHECK_FALSE(processor.has(step(2)));
}

TEST_CASE("preemptions: each interleaving in the pass of its number", "[checker][preemptions]") {
  // main, which is A, begins. AABB has no preemption, ABBA and BBAA one, ABAB and BAAB two, BABA
  // three.
  const std::vector<std::size_t> up_to{1, 3, 5, 6};
  for (std::uint64_t bound = 0; bound < up_to.size(); ++bound) {
    const Pass pass = search(bound, {2, 2});
    CHECK(pass.orders.size() == up_to[bound]);
    CHECK(pass.standing.passes == bound + 1);
    CHECK(pass.standing.has_left_out == (bound < 3));
    CHECK(pass.standing.executions.size() == bound + 1);
  }
  const Pass all = search(100, {2, 2});  // Ends by itself.
  CHECK(all.standing.executions == std::vector<std::uint64_t>{1, 2, 2, 1});
  CHECK_FALSE(all.standing.has_left_out);
  CHECK(all.repeated == 1 + 3 + 5);
  CHECK(search(100, {3, 3, 2}).orders.size() == 560);  // 8! / (3! 3! 2!)
}
