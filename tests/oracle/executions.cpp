#include "executions.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <sched.h>

#include "isolation/heap.hpp"
#include "machine/hash.hpp"
#include "worker/crash.hpp"
#include "worker/worker.hpp"

using namespace gocheck::checker;

namespace oracle {
namespace {

Program* g_program = nullptr;   // Outside what is reset.
Outcome g_outcome;              // Part of the program's state, and as new in each execution.
World* g_world = nullptr;

int program_main(int, char**, char**) {
  run(*g_program, g_outcome);
  return 0;
}

}  // namespace

Range range_of(int argc, char** argv, std::uint64_t default_count) {
  const auto argument = [&](int n, std::uint64_t otherwise) {
    return argc > n ? std::strtoull(argv[n], nullptr, 10) : otherwise;
  };
  return {argument(1, 1), argument(2, default_count), argument(3, 3000)};
}

World& make_world(int argc, char** argv, char** envp) {
  heap::use_checker();
  g_program = static_cast<Program*>(map_memory(sizeof(Program)));
  World& world = *new World(program_main, argc, argv, envp);
  g_world = &world;
  contain_crashes(world);
  take_process(world);
  return world;
}

void set_program(const Program& program) {
  *g_program = program;
  g_world->forget_program();
}

Ending execute(World& world, Strategy& strategy) {
  // Of the worker, which has also taken over the heap before all constructors.
  const Ending ending = world.execute(strategy, reset_process);
  world.forget_previous();
  return ending;
}

bool is_void() {
  const auto& tries = g_outcome.tries;
  return std::any_of(std::begin(tries), std::end(tries), [](bool tries_on) { return tries_on; });
}

std::uint64_t outcome_of(const World& world) {
  std::uint64_t hash = 0;
  const auto add = [&](std::uint64_t v) { hash = mix(hash, v); };
  for (int g = 0; g < kGoroutines; ++g) {
    add(g_outcome.seen[g]);
    add(g_outcome.steps[g]);
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

/// Waits as long as other workers may leave something to explore.
static bool begin_execution(Strategy& strategy) {
  while (!strategy.begin_execution()) {
    if (!strategy.is_waiting()) return false;
    sched_yield();
  }
  return true;
}

Tally explore(World& world, Strategy& strategy, std::uint64_t executions_max,
              const std::function<void(std::uint64_t)>& met, Redundant redundant) {
  Tally tally;
  while (begin_execution(strategy)) {
    const Ending ending = execute(world, strategy);
    if (ending == Ending::kRedundant && redundant == Redundant::kIsIgnored) {
      ++tally.redundant;
      strategy.end_execution();
      continue;
    }
    ++tally.executions;
    if (ending == Ending::kRedundant) tally.wrong = "a redundant execution";
    if (ending == Ending::kImpossible) tally.wrong = "a step that was not possible";
    if (ending == Ending::kDiverged) tally.wrong = "a divergence";
    if (ending == Ending::kBounded) tally.is_cut = true;
    const std::uint64_t fingerprint = strategy.trace()->fingerprint(world.registry());
    tally.classes.insert(fingerprint);
    tally.endings.insert(mix(fingerprint, static_cast<std::uint64_t>(ending)));
    tally.sequence = mix(tally.sequence, fingerprint);
    const bool has_ended = ending != Ending::kPolling && ending != Ending::kBounded;
    if (!is_void() && has_ended) tally.outcomes.insert(outcome_of(world));
    if (met != nullptr) met(fingerprint);
    if (tally.wrong != nullptr) break;
    strategy.end_execution();
    if (tally.executions >= executions_max) {
      tally.is_cut = true;
      break;
    }
  }
  return tally;
}

}  // namespace oracle
