// strategies FIRST COUNT [INTERLEAVINGS_MAX]: generated programs number FIRST to FIRST + COUNT - 1,
// each under brute force and under the strategies that see only a part. Sampling ones: what they
// see is there, equal seeds see the same, and so much is drawn that most outcomes are met.
// Preemption bounding: for each bound the classes, and as many interleavings, as brute force has
// with so few preemptions. Estimates: right on average.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <unistd.h>

#include "executions.hpp"
#include "isolation/shared.hpp"
#include "process_end.hpp"
#include "strategy/pct.hpp"
#include "strategy/plain_dfs.hpp"
#include "strategy/preemption_bounded.hpp"
#include "strategy/random_walk.hpp"
#include "strategy/tree_probe.hpp"

using namespace gocheck::checker;
using oracle::explore;
using oracle::Tally;
using oracle::Traced;

namespace {

constexpr std::uint64_t kSamples = 200;

bool is_subset(const std::set<std::uint64_t>& part, const std::set<std::uint64_t>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

/// Brute force that counts the preemptions of every interleaving.
class CountingDfs final : public PlainDfs {
 public:
  [[nodiscard]] bool begin_execution() override {
    preemptions_ = 0;
    processor_ = {};
    return PlainDfs::begin_execution();
  }
  [[nodiscard]] const Transition* prescribed(const Configuration& configuration) override {
    const Transition* next = PlainDfs::prescribed(configuration);
    if (next == nullptr) return nullptr;
    enabled_.clear();
    enabled_transitions(configuration, enabled_);
    take(*next, enabled_);
    return next;
  }
  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override {
    const auto chosen = PlainDfs::choose(configuration, enabled);
    take(*chosen, enabled);
    return chosen;
  }
  [[nodiscard]] Trace* trace() override { return &trace_; }
  [[nodiscard]] std::size_t preemptions() const { return preemptions_; }

 private:
  void take(const Transition& t, std::span<const Transition> enabled) {
    preemptions_ += processor_.is_wanted(enabled) && !processor_.has(t) ? 1 : 0;
    processor_.move(t);
  }

  Trace trace_;
  Processor processor_;
  std::vector<Transition> enabled_;
  std::size_t preemptions_ = 0;
};

/// Brute force, by preemptions.
struct Ranked {
  Tally all;
  std::map<std::uint64_t, std::size_t> fewest;  // By class.
  std::vector<std::uint64_t> interleavings;     // By preemptions.
};

Ranked explore_all(World& world, std::uint64_t executions_max) {
  CountingDfs dfs;
  Ranked ranked;
  ranked.all = explore(world, dfs, executions_max, [&](std::uint64_t fingerprint) {
    const std::size_t n = dfs.preemptions();
    const auto [at, is_new] = ranked.fewest.try_emplace(fingerprint, n);
    at->second = std::min(at->second, n);
    if (n >= ranked.interleavings.size()) ranked.interleavings.resize(n + 1);
    ++ranked.interleavings[n];
  });
  return ranked;
}

/// What is wrong with the search up to `bound`, or null.
const char* judge_bound(World& world, const Ranked& ranked, std::uint64_t bound) {
  Traced<PreemptionBounded> strategy(bound);
  const Tally got = explore(world, strategy, ~std::uint64_t{0});
  if (got.wrong != nullptr) return got.wrong;
  std::set<std::uint64_t> expected;
  for (const auto& [fingerprint, fewest] : ranked.fewest) {
    if (fewest <= bound) expected.insert(fingerprint);
  }
  if (got.classes != expected) return "other classes than brute force within the bound";
  Standing standing;
  strategy.add_standing(standing);
  std::vector<std::uint64_t> counts = ranked.interleavings;
  const bool is_all = counts.size() <= bound + 1;
  if (!is_all) counts.resize(bound + 1);
  if (standing.preemptions->executions != counts) return "other interleavings within the bound";
  if (standing.preemptions->passes != counts.size()) return "passes are miscounted";
  if (standing.preemptions->has_left_out == is_all) return "complete is miscounted";
  return nullptr;
}

/// Over all programs.
struct Sums {
  std::uint64_t programs = 0, too_large = 0, outcomes = 0, met_walking = 0, met_pct = 0;
  double classes = 0, estimated = 0, variance = 0;
};

/// Estimates the number of classes. One program's few probes may be far off, for their weights are
/// skewed: the error is judged over all programs.
const char* judge_estimate(World& world, const Tally& all, std::uint64_t seed, Sums& sums) {
  constexpr int kProbes = 200;
  TreeProbe probe(seed);
  for (int i = 0; i < kProbes; ++i) {
    static_cast<void>(probe.begin_execution());
    static_cast<void>(oracle::execute(world, probe));
    probe.end_execution();
  }
  const shared::Scope scope;
  const Estimate& estimate = probe.estimate();
  const auto classes = static_cast<double>(all.classes.size());
  sums.classes += classes;
  sums.estimated += estimate.mean();
  sums.variance += estimate.deviation() * estimate.deviation();
  return estimate.is_beyond(classes) ? "a search that fits would be given up" : nullptr;
}

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
  const Ranked ranked = explore_all(world, executions_max);
  const Tally& all = ranked.all;
  ++sums.programs;
  if (all.is_cut) {
    ++sums.too_large;
    return nullptr;
  }
  sums.outcomes += all.outcomes.size();
  const auto walk = [&] { return Traced<RandomWalk>(seed); };
  const auto pct = [&] { return Traced<Pct>(seed, 3); };
  if (const char* wrong = judge_samples(world, all, walk, sums.met_walking)) return wrong;
  if (const char* wrong = judge_samples(world, all, pct, sums.met_pct)) return wrong;
  if (const char* wrong = judge_estimate(world, all, seed, sums)) return wrong;
  for (const std::uint64_t bound : {0, 1, 2, 1000}) {
    if (const char* wrong = judge_bound(world, ranked, bound)) return wrong;
  }
  return nullptr;
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const auto [first, count, executions_max] = oracle::range_of(argc, argv, 100);
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
  const double deviation = std::sqrt(sums.variance);
  dprintf(STDOUT_FILENO, "%.0f classes, estimated as %.0f, deviation %.0f\n", sums.classes,
          sums.estimated, deviation);
  const bool is_met = share(sums.met_walking) > 80 && share(sums.met_pct) > 50;
  const bool is_estimated = std::abs(sums.estimated - sums.classes) < 3 * deviation;
  gocheck::detail::end_process(failures == 0 && is_met && is_estimated ? 0 : 1);
}

int main() { return 2; }  // Started without GOCHECK_WORKER.
