// Estimates of a size from guesses that are right on average only.

#include <cmath>

#include <catch2/catch.hpp>

#include "strategy/estimate.hpp"
#include "strategy/random_stream.hpp"

using namespace gocheck::checker;

namespace {

/// Right on average, which is levels + 1, but a guess of 2^d comes once in 2^d times: as from a
/// tree that branches on one side only.
double skewed_guess(RandomStream& random, int levels) {
  int depth = 1;
  while (depth < levels && random.below(2) == 0) ++depth;
  return std::exp2(depth);
}

}  // namespace

TEST_CASE("estimate: mean and its deviation", "[checker][estimate]") {
  Estimate estimate;
  for (const double guess : {10, 20, 30, 40}) estimate.add(guess);
  CHECK(estimate.mean() == Approx(25));
  CHECK(estimate.deviation() == Approx(std::sqrt(500.0 / 3 / 4)));
  Estimate huge;  // Where numbers end.
  for (int i = 0; i < 10; ++i) huge.add(INFINITY);
  CHECK(std::isfinite(huge.mean()));
  CHECK(std::isfinite(huge.deviation()));
}

TEST_CASE("estimate: beyond a limit only when there is no doubt", "[checker][estimate]") {
  Estimate sure;  // Each guess is the size.
  for (int i = 0; i < 64; ++i) sure.add(1000);
  CHECK(sure.is_beyond(400));
  CHECK(sure.is_beyond(499));
  CHECK_FALSE(sure.is_beyond(1000));
  CHECK_FALSE(sure.is_beyond(2000));
  CHECK_FALSE(Estimate().is_beyond(0));

  // Fewer than 64 guesses, or a few large ones, are no proof.
  Estimate few;
  for (int i = 0; i < 4; ++i) few.add(1e9);
  CHECK_FALSE(few.is_beyond(10));
  Estimate mixed;
  for (int i = 0; i < 64; ++i) mixed.add(i == 0 ? 1e9 : 1);
  CHECK_FALSE(mixed.is_beyond(10));
}

TEST_CASE("estimate: never gives up a search that fits, however skewed", "[checker][estimate]") {
  int given_up = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    RandomStream random(1, seed);
    Estimate estimate;
    for (int i = 0; i < 256; ++i) estimate.add(skewed_guess(random, 10));
    given_up += estimate.is_beyond(11);
  }
  CHECK(given_up == 0);
}
