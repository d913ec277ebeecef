// parallel FIRST COUNT: generated programs number FIRST to FIRST + COUNT - 1, or more, each explored by one worker and
// by a team of three, who part after 0 to 3 executions; optimally, depth-first, and by preemptions. Equal: how often each
// class is executed, the outcomes, and how many executions are redundant.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <unistd.h>

#include "executions.hpp"
#include "isolation/shared.hpp"
#include "process_end.hpp"
#include "strategy/optimal.hpp"
#include "strategy/preemption_bounded.hpp"
#include "strategy/sleep_set_dfs.hpp"
#include "worker/team.hpp"
#include "worker/worker.hpp"

using namespace gocheck::checker;
using oracle::explore;

namespace {

constexpr int kWorkers = 3;

/// What an execution was: fingerprints of classes.
using Classes = std::vector<std::uint64_t>;

/// Of all workers, in a shared::Scope.
struct Met {
  Classes classes;
  std::vector<std::uint64_t> outcomes;
  std::uint64_t redundant = 0;
  int wrong = 0;
  int idle = 0;   // Workers without an execution.

  void add(const Classes& fingerprints, const oracle::Tally& tally) {
    const shared::Scope scope;
    classes.insert(classes.end(), fingerprints.begin(), fingerprints.end());
    outcomes.insert(outcomes.end(), tally.outcomes.begin(), tally.outcomes.end());
    redundant += tally.redundant;
    wrong += tally.wrong != nullptr ? 1 : 0;
    idle += tally.executions == 0 ? 1 : 0;
  }
};

template <typename T>
T& make_shared_thing() {
  const shared::Scope scope;
  return *new T;
}

Classes sorted(Classes classes) {
  std::sort(classes.begin(), classes.end());
  return classes;
}

/// What is wrong, or null. Adds to `shared_work` when more than one worker had something to do.
template <typename Search>
const char* judge(World& world, std::uint64_t parts_after, std::uint64_t executions_max, const Search& search,
                  std::uint64_t& shared_work) {
  Classes fingerprints;
  const auto note = [&](std::uint64_t fingerprint) { fingerprints.push_back(fingerprint); };
  const auto explore_with = [&](auto& strategy, std::uint64_t max) {
    fingerprints.clear();
    return explore(world, strategy, max, note, oracle::Redundant::kIsIgnored);
  };
  auto alone = search();
  const oracle::Tally expected = explore_with(alone, executions_max);
  if (expected.is_cut) return nullptr;
  const Classes expected_classes = sorted(fingerprints);

  Met& met = make_shared_thing<Met>();
  auto together = search();
  if (parts_after > 0) {
    const oracle::Tally first = explore_with(together, parts_after);
    met.add(fingerprints, first);
    together.put_back();
  }
  met.idle = 0;
  if (!together.is_waiting()) return nullptr;   // It was over before.

  reset_process();
  Team team(make_shared_thing<Board>());
  if (team.part(kWorkers, 0, {[] {}, [] { return false; }, [](bool, std::int64_t) {}}) > 0) {
    const oracle::Tally tally = explore_with(together, ~std::uint64_t{0});
    met.add(fingerprints, tally);
    gocheck::detail::end_process(0);
  }
  if (team.killed_by() != 0) return "a worker was killed";
  if (met.wrong != 0) return "a worker found an execution to be wrong";
  if (sorted(met.classes) != expected_classes) return "other executions than a single worker's";
  if (std::set(met.outcomes.begin(), met.outcomes.end()) != expected.outcomes) {
    return "other outcomes than a single worker";
  }
  if (met.redundant != expected.redundant) return "other redundant executions than a single worker";
  shared_work += met.idle < kWorkers - 1 ? 1 : 0;
  return nullptr;
}

struct Shared {
  const char* strategy;
  std::uint64_t programs = 0;   // That several workers explored.
};

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const auto [first, count, executions_max] = oracle::range_of(argc, argv, 300);
  Shared by_optimal{"optimal"}, by_dfs{"dfs"}, by_preemptions{"preemptions"};
  std::uint64_t failures = 0;
  // Whether several had something to do is chance, and depends on the machine: it goes on until they had often enough.
  const auto is_enough = [&](const Shared& shared) { return shared.programs >= count / 20; };
  const auto is_over = [&](std::uint64_t seed) {
    return failures >= 10 || seed >= first + 20 * count ||
           (seed >= first + count && is_enough(by_optimal) && is_enough(by_dfs) && is_enough(by_preemptions));
  };
  for (std::uint64_t seed = first; !is_over(seed); ++seed) {
    const oracle::Program program = oracle::generate(seed);
    oracle::set_program(program);
    const auto judge_one = [&](const auto& search, Shared& shared) {
      const char* wrong = judge(world, seed % 4, executions_max, search, shared.programs);
      if (wrong == nullptr) return;
      ++failures;
      dprintf(STDOUT_FILENO, "FAIL seed %llu, %s: %s\n%s", static_cast<unsigned long long>(seed), shared.strategy,
              wrong, oracle::text(program).c_str());
    };
    judge_one([] { return Optimal(); }, by_optimal);
    judge_one([] { return oracle::Traced<SleepSetDfs>(); }, by_dfs);
    judge_one([] { return oracle::Traced<PreemptionBounded>(2); }, by_preemptions);
  }
  for (const Shared& shared : {by_optimal, by_dfs, by_preemptions}) {
    dprintf(STDOUT_FILENO, "programs from seed %llu by %s: %llu explored by more than one\n",
            static_cast<unsigned long long>(first), shared.strategy, static_cast<unsigned long long>(shared.programs));
    if (is_enough(shared)) continue;
    dprintf(STDOUT_FILENO, "FAIL: hardly ever was anything shared\n");
    ++failures;
  }
  dprintf(STDOUT_FILENO, "%llu failures\n", static_cast<unsigned long long>(failures));
  gocheck::detail::end_process(failures == 0 ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
