// oracle FIRST COUNT [INTERLEAVINGS_MAX]: generated programs number FIRST to FIRST + COUNT - 1, each under brute
// force and under the optimal strategy. Equal: the sets of equivalence classes and of outcomes; no
// class is executed twice; nothing is abandoned. A program that fails is shrunk and printed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>

#include <unistd.h>

#include "engine/world.hpp"
#include "isolation/heap.hpp"
#include "isolation/snapshot.hpp"
#include "program.hpp"
#include "strategy/optimal.hpp"
#include "strategy/plain_dfs.hpp"
#include "worker/crash.hpp"

using namespace gocheck::checker;

namespace {

struct Shared {   // Outside what is reset.
  oracle::Program program;
  oracle::Outcome outcome;
};
Shared* g_shared = nullptr;

void before_constructors(int, char**, char**) { heap::take_over(); }
__attribute__((section(".preinit_array"), used)) void (*const g_before)(int, char**,
                                                                        char**) =
    before_constructors;

class TracedDfs final : public PlainDfs {
 public:
  [[nodiscard]] Trace* trace() override { return &trace_; }

 private:
  Trace trace_;
};

struct Tally {
  std::set<std::uint64_t> classes;
  std::set<std::uint64_t> outcomes;
  std::uint64_t executions = 0;
  bool is_cut = false;
  const char* wrong = nullptr;
};

std::uint64_t outcome_of(const World& world) {
  std::uint64_t hash = 0;
  const auto add = [&](std::uint64_t v) { hash = (hash ^ (v + 0x9E37)) * 0xFF51AFD7ED558CCDULL; };
  for (int g = 0; g < oracle::kGoroutines; ++g) {
    add(g_shared->outcome.seen[g]);
    add(g_shared->outcome.steps[g]);
  }
  std::set<std::uint64_t> findings;
  for (const FindingFact& f : world.findings()) {
    // Misuse is judged on pairs of concurrent operations, which not every order of a class shows.
    if (f.kind == FindingKind::kWaitGroupMisuse) continue;
    findings.insert(static_cast<std::uint64_t>(f.kind) * 64 + f.goroutine);
  }
  for (const std::uint64_t f : findings) add(f);
  return hash;
}

Tally explore(World& world, Strategy& strategy, std::uint64_t executions_max) {
  Tally tally;
  while (strategy.begin_execution()) {
    snapshot::restore();
    g_shared->outcome = {};
    const Ending ending = world.execute(strategy);
    world.forget_previous();
    ++tally.executions;
    if (ending == Ending::kRedundant) tally.wrong = "a redundant execution";
    if (ending == Ending::kImpossible) tally.wrong = "a step that was not possible";
    if (ending == Ending::kDiverged) tally.wrong = "a divergence";
    tally.classes.insert(strategy.trace()->fingerprint(world.registry()));
    tally.outcomes.insert(outcome_of(world));
    if (tally.wrong != nullptr) break;
    strategy.end_execution();
    if (tally.executions >= executions_max) {
      tally.is_cut = true;
      break;
    }
  }
  return tally;
}

/// What is wrong with the program, or null. `sizes` gets the number of interleavings and classes.
const char* judge(World& world, const oracle::Program& program, std::uint64_t executions_max,
                  std::uint64_t* sizes) {
  g_shared->program = program;
  TracedDfs all;
  const Tally expected = explore(world, all, executions_max);
  sizes[0] = expected.executions;
  sizes[1] = expected.classes.size();
  if (expected.is_cut) {
    sizes[1] = 0;
    return nullptr;
  }
  Optimal optimal;
  const Tally got = explore(world, optimal, 4 * expected.executions + 100);
  if (got.wrong != nullptr) return got.wrong;
  if (got.outcomes != expected.outcomes) return "outcomes differ";
  if (got.classes != expected.classes) {
    return got.classes.size() < expected.classes.size() ? "classes are missing" : "classes differ";
  }
  if (got.executions != got.classes.size()) return "a class was executed twice";
  return nullptr;
}

void shrink(World& world, oracle::Program& program, std::uint64_t executions_max) {
  std::uint64_t sizes[2];
  for (bool shrunk = true; shrunk;) {
    shrunk = false;
    for (int g = 0; g < oracle::kGoroutines; ++g) {
      for (int i = 0; i < program.length[g]; ++i) {
        oracle::Program smaller = program;
        std::copy(program.code[g] + i + 1, program.code[g] + program.length[g],
                  smaller.code[g] + i);
        --smaller.length[g];
        if (judge(world, smaller, executions_max, sizes) == nullptr) continue;
        program = smaller;
        shrunk = true;
      }
    }
  }
}

int program_main(int, char**, char**) {
  oracle::run(g_shared->program, g_shared->outcome);
  return 0;
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  heap::use_checker();
  g_shared = static_cast<Shared*>(map_memory(sizeof(Shared)));
  const std::uint64_t first = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
  const std::uint64_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000;
  const std::uint64_t executions_max = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 3000;
  World& world = *new World(program_main, argc, argv, envp);
  contain_crashes(world);
  gocheck::detail::active_controller = &world;
  snapshot::take();

  std::uint64_t interleavings = 0, classes = 0, cut = 0, failures = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    oracle::Program program = oracle::generate(seed);
    std::uint64_t sizes[2];
    const char* wrong = judge(world, program, executions_max, sizes);
    interleavings += sizes[0];
    classes += sizes[1];
    cut += sizes[1] == 0 ? 1 : 0;
    if (wrong == nullptr) continue;
    ++failures;
    dprintf(STDOUT_FILENO, "FAIL seed %llu: %s\n", static_cast<unsigned long long>(seed), wrong);
    shrink(world, program, executions_max);
    wrong = judge(world, program, executions_max, sizes);
    dprintf(STDOUT_FILENO, "shrunk (%s):\n%s", wrong, oracle::text(program).c_str());
    if (failures >= 10) break;
  }
  dprintf(STDOUT_FILENO,
          "programs from seed %llu: %llu interleavings, %llu classes, %llu too large, %llu failures\n",
          static_cast<unsigned long long>(first), static_cast<unsigned long long>(interleavings),
          static_cast<unsigned long long>(classes), static_cast<unsigned long long>(cut),
          static_cast<unsigned long long>(failures));
  _exit(failures == 0 ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
