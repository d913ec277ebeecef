#include "worker/make_strategy.hpp"

#include <charconv>
#include <cstdlib>
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

std::unique_ptr<Strategy> exhaustive(std::string_view name) {
  // Not offered until the oracle of tests/oracle finds nothing: a wrong "complete" is the worst
  // result.
  const bool is_trial = std::getenv("GOCHECK_EXPERIMENTAL") != nullptr;
  if (name == "optimal" && is_trial) return std::make_unique<Optimal>();
  if (name == "dfs" || name == "auto") return std::make_unique<SleepSetDfs>();
  return nullptr;
}

}  // namespace

std::string strategy_names() { return "auto, dfs, random, pct, preemptions"; }

std::unique_ptr<Strategy> make_strategy(const Message& request) {
  const std::string_view name = request.text("strategy");
  const std::uint64_t seed = seed_of(request);
  const auto depth = static_cast<std::uint64_t>(request.number("depth"));
  if (auto search = exhaustive(name)) {
    using Patience = EstimatedSearch::Patience;
    return std::make_unique<EstimatedSearch>(
        std::move(search), seed, name == "auto" ? Patience::kLimited : Patience::kEndless);
  }
  if (name == "random") return std::make_unique<RandomWalk>(seed);
  if (name == "pct") return std::make_unique<Pct>(seed, depth == 0 ? kDepth : depth);
  if (name == "preemptions") {
    return std::make_unique<PreemptionBounded>(
        static_cast<std::uint64_t>(request.number("preemptions")));
  }
  return nullptr;
}

}  // namespace gocheck::checker
