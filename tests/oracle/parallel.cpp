// parallel FIRST COUNT: generated programs number FIRST to FIRST + COUNT - 1, each explored by one worker
// and by a team of three, who part after 0 to 3 executions. Equal: the classes, each executed once, and
// the outcomes.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <unistd.h>

#include "executions.hpp"
#include "isolation/shared.hpp"
#include "process_end.hpp"
#include "strategy/optimal.hpp"
#include "worker/team.hpp"
#include "worker/worker.hpp"

using namespace gocheck::checker;
using oracle::explore;

namespace {

constexpr int kWorkers = 3;

/// Of all workers, in a shared::Scope.
struct Met {
  std::vector<std::uint64_t> classes;
  std::vector<std::uint64_t> outcomes;
  int wrong = 0;
  int idle = 0;   // Workers without an execution.

  void add(const std::vector<std::uint64_t>& fingerprints, const oracle::Tally& tally) {
    const shared::Scope scope;
    classes.insert(classes.end(), fingerprints.begin(), fingerprints.end());
    outcomes.insert(outcomes.end(), tally.outcomes.begin(), tally.outcomes.end());
    wrong += tally.wrong != nullptr ? 1 : 0;
    idle += tally.executions == 0 ? 1 : 0;
  }
};

template <typename T>
T& make_shared_thing() {
  const shared::Scope scope;
  return *new T;
}

/// What is wrong, or null. Adds to `shared_work` when more than one worker had something to do.
const char* judge(World& world, const oracle::Program& program, std::uint64_t seed,
                  std::uint64_t executions_max, std::uint64_t& shared_work) {
  oracle::set_program(program);
  Optimal alone;
  const oracle::Tally expected = explore(world, alone, executions_max);
  if (expected.is_cut) return nullptr;

  Met& met = make_shared_thing<Met>();
  std::vector<std::uint64_t> fingerprints;
  const auto note = [&](std::uint64_t fingerprint) { fingerprints.push_back(fingerprint); };
  Optimal together;
  const std::uint64_t before = seed % 4;
  if (before > 0) met.add(fingerprints, explore(world, together, before, note));
  met.idle = 0;
  fingerprints.clear();
  if (!together.is_waiting()) return nullptr;   // It was over before.

  reset_process();
  Team team(make_shared_thing<Board>());
  if (team.part(kWorkers, 0, [] {}) > 0) {
    const oracle::Tally tally = explore(world, together, ~std::uint64_t{0}, note);
    met.add(fingerprints, tally);
    gocheck::detail::end_process(0);
  }
  if (met.wrong != 0) return "a worker found an execution to be wrong";
  const std::set<std::uint64_t> classes(met.classes.begin(), met.classes.end());
  if (met.classes.size() != classes.size()) return "a class was executed twice";
  if (classes != expected.classes) return "other classes than a single worker";
  if (std::set(met.outcomes.begin(), met.outcomes.end()) != expected.outcomes) {
    return "other outcomes than a single worker";
  }
  shared_work += met.idle < kWorkers - 1 ? 1 : 0;
  return nullptr;
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const auto [first, count, executions_max] = oracle::range_of(argc, argv, 300);
  std::uint64_t shared_work = 0, failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 10; ++seed) {
    const oracle::Program program = oracle::generate(seed);
    const char* wrong = judge(world, program, seed, executions_max, shared_work);
    if (wrong == nullptr) continue;
    ++failures;
    dprintf(STDOUT_FILENO, "FAIL seed %llu: %s\n%s", static_cast<unsigned long long>(seed), wrong,
            oracle::text(program).c_str());
  }
  // That several had something to do is chance for one program, and certain for many.
  if (shared_work < count / 20) {
    dprintf(STDOUT_FILENO, "FAIL: hardly ever was anything shared\n");
    ++failures;
  }
  dprintf(STDOUT_FILENO, "programs from seed %llu: %llu explored by more than one, %llu failures\n",
          static_cast<unsigned long long>(first), static_cast<unsigned long long>(shared_work),
          static_cast<unsigned long long>(failures));
  gocheck::detail::end_process(failures == 0 ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
