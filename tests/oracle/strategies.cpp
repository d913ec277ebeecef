// strategies FIRST COUNT [INTERLEAVINGS_MAX]: generated programs number FIRST to FIRST + COUNT - 1, each under
// brute force and under the strategies that see only a part: what they see is there, equal seeds
// see the same, and so much is drawn that most outcomes are met.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "executions.hpp"
#include "process_end.hpp"
#include "strategy/pct.hpp"
#include "strategy/plain_dfs.hpp"
#include "strategy/random_walk.hpp"

using namespace gocheck::checker;
using oracle::explore;
using oracle::Tally;
using oracle::Traced;

namespace {

constexpr std::uint64_t kSamples = 200;

bool is_subset(const std::set<std::uint64_t>& part, const std::set<std::uint64_t>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

/// Over all programs.
struct Sums {
  std::uint64_t programs = 0, too_large = 0, outcomes = 0, met_walking = 0, met_pct = 0;
};

/// Draws twice with the same seed. What is wrong, or null.
template <typename MakeStrategy>
const char* judge_samples(World& world, const Tally& all, const MakeStrategy& make,
                          std::uint64_t& met) {
  auto strategy = make();
  const Tally drawn = explore(world, strategy, kSamples);
  if (drawn.wrong != nullptr) return drawn.wrong;
  if (drawn.executions != kSamples) return "sampling came to an end";
  if (!is_subset(drawn.outcomes, all.outcomes)) return "a sample has an outcome that is none";
  if (!is_subset(drawn.classes, all.classes)) return "a sample is of a class that is none";
  auto again = make();
  if (explore(world, again, kSamples).sequence != drawn.sequence) return "equal seeds differ";
  met += drawn.outcomes.size();
  return nullptr;
}

const char* judge(World& world, std::uint64_t seed, std::uint64_t executions_max, Sums& sums) {
  oracle::set_program(oracle::generate(seed));
  Traced<PlainDfs> dfs;
  const Tally all = explore(world, dfs, executions_max);
  ++sums.programs;
  if (all.is_cut) {
    ++sums.too_large;
    return nullptr;
  }
  sums.outcomes += all.outcomes.size();
  const auto walk = [&] { return Traced<RandomWalk>(seed); };
  const auto pct = [&] { return Traced<Pct>(seed, 3); };
  if (const char* wrong = judge_samples(world, all, walk, sums.met_walking)) return wrong;
  return judge_samples(world, all, pct, sums.met_pct);
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const std::uint64_t first = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
  const std::uint64_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100;
  const std::uint64_t executions_max = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 3000;
  Sums sums;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 10; ++seed) {
    const char* wrong = judge(world, seed, executions_max, sums);
    if (wrong == nullptr) continue;
    ++failures;
    dprintf(STDOUT_FILENO, "FAIL seed %lu: %s\n%s", seed, wrong,
            oracle::text(oracle::generate(seed)).c_str());
  }
  const auto share = [&](std::uint64_t met) {
    return 100 * static_cast<double>(met) / static_cast<double>(std::max(sums.outcomes, 1UL));
  };
  dprintf(STDOUT_FILENO,
          "%lu programs, %lu too large, %lu outcomes; %lu executions each met %.1f %% (random), "
          "%.1f %% (pct); %d failures\n",
          sums.programs, sums.too_large, sums.outcomes, kSamples, share(sums.met_walking),
          share(sums.met_pct), failures);
  const bool is_met = share(sums.met_walking) > 80 && share(sums.met_pct) > 50;
  gocheck::detail::end_process(failures == 0 && is_met ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
