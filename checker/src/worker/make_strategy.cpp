#include "worker/make_strategy.hpp"

#include <charconv>
#include <utility>

#include "strategy/estimated_search.hpp"
#include "strategy/optimal.hpp"
#include "strategy/pct.hpp"
#include "strategy/preemption_bounded.hpp"
#include "strategy/random_walk.hpp"
#include "strategy/sleep_set_dfs.hpp"

namespace gocheck::checker {
namespace {

constexpr std::uint64_t kDepth = 3;  // Of PCT: most known bugs need no more [BKMN10].

/// All 64 bits of it.
std::uint64_t seed_of(const Message& request) {
  const std::string_view digits = request.text("seed");
  std::uint64_t seed = 1;
  std::from_chars(digits.data(), digits.data() + digits.size(), seed);
  return seed;
}

bool is_optimal(const Message& request) {
  return request.text("strategy") == "auto" || request.text("strategy") == "optimal";
}

std::unique_ptr<Strategy> estimated(std::unique_ptr<Strategy> search, const Message& request) {
  using Patience = EstimatedSearch::Patience;
  return std::make_unique<EstimatedSearch>(
      std::move(search), seed_of(request),
      request.text("strategy") == "auto" ? Patience::kLimited : Patience::kEndless);
}

}  // namespace

std::string strategy_names() { return "auto, optimal, dfs, random, pct, preemptions"; }

std::unique_ptr<Strategy> make_strategy(const Message& request) {
  const std::string_view name = request.text("strategy");
  const std::uint64_t seed = seed_of(request);
  const auto depth = static_cast<std::uint64_t>(request.number("depth"));
  if (is_optimal(request)) return estimated(std::make_unique<Optimal>(), request);
  if (name == "dfs") return estimated(std::make_unique<SleepSetDfs>(), request);
  if (name == "random") return std::make_unique<RandomWalk>(seed);
  if (name == "pct") return std::make_unique<Pct>(seed, depth == 0 ? kDepth : depth);
  if (name == "preemptions") {
    return std::make_unique<PreemptionBounded>(
        static_cast<std::uint64_t>(request.number("preemptions")));
  }
  return nullptr;
}

std::unique_ptr<Strategy> make_fallback(const Message& request) {
  if (!is_optimal(request)) return nullptr;
  return estimated(std::make_unique<SleepSetDfs>(), request);
}

}  // namespace gocheck::checker
