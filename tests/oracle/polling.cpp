// polling FIRST COUNT [INTERLEAVINGS_MAX]: generated programs whose goroutines poll. Under brute force and under the
// optimal strategy, which must agree as for other programs: whether a goroutine spins may not depend on
// the order of independent steps. And the outcomes are those of the same program without a loop, whose
// goroutines wait instead: leaving a goroutine that spins where it is misses nothing and invents nothing. Where loops
// wait for some time beside other timers the two differ, and the outcomes are those of executions in which every round
// is made.
#include <algorithm>
#include <cstdio>

#include <unistd.h>

#include "executions.hpp"
#include "process_end.hpp"
#include "strategy/optimal.hpp"
#include "strategy/plain_dfs.hpp"

using namespace gocheck::checker;
using oracle::explore;
using oracle::Tally;

namespace {

bool has_poll(const oracle::Program& program) {
  return program.has([](oracle::Op op) { return op >= oracle::Op::kPollRecv; });
}

/// Whether somebody can see that another looks under a lock in vain: with goroutines that wait, nobody does.
bool shows_rounds(const oracle::Program& program) {
  return program.has([](oracle::Op op) { return op == oracle::Op::kLockedTry; });
}

/// Whether time can show how long somebody has waited.
bool has_timer(const oracle::Program& program) {
  return program.has([](oracle::Op op) { return op >= oracle::Op::kDeriveTimed && op <= oracle::Op::kNow; });
}

constexpr std::uint32_t kStepsMax = 200;   // Two that wait can go on for ever.

struct Sizes {
  std::uint64_t polling = 0;   // Executions of the optimal search.
  std::uint64_t waiting = 0;   // Interleavings of the program that waits.
  bool is_too_large = false;
};

/// Executions of a few steps in which every round of a loop that waits for a timer is made. Whether one ends as none of
/// `got` does.
bool misses_rounds(World& world, const Tally& got) {
  constexpr std::uint64_t kExecutionsMax = 1000;
  Optimal optimal;
  world.let_time_count(true);
  world.set_limits({.steps_max = 60});
  const Tally all = explore(world, optimal, kExecutionsMax);
  world.set_limits({.steps_max = kStepsMax});
  world.let_time_count(false);
  return !std::includes(got.outcomes.begin(), got.outcomes.end(), all.outcomes.begin(), all.outcomes.end());
}

/// What is wrong with the program, or null.
const char* judge(World& world, oracle::Program program, std::uint64_t executions_max, Sizes& sizes) {
  // What pauses takes longer.
  const std::uint64_t all_max = program.pauses() ? executions_max : 20 * executions_max;
  if (program.pauses()) executions_max /= 5;
  program.polls = false;
  oracle::set_program(program);
  oracle::Traced<PlainDfs> waiting;
  const Tally expected = explore(world, waiting, executions_max);
  program.polls = true;
  oracle::set_program(program);
  Optimal optimal;
  const Tally got = explore(world, optimal, executions_max);
  sizes = {got.executions, expected.executions, expected.is_cut || got.is_cut};
  if (got.wrong != nullptr) return got.wrong;
  if (sizes.is_too_large) return nullptr;
  if (got.executions != got.classes.size()) return "a class was executed twice";
  if (program.pauses() && misses_rounds(world, got)) return "what rounds lead to is missed";
  const bool is_same = !program.pauses() || (!has_timer(program) && !program.is_seen_to_pause());
  for (const std::uint64_t outcome : got.outcomes) {
    if (is_same && !shows_rounds(program) && !expected.outcomes.contains(outcome)) return "an outcome is invented";
  }
  for (const std::uint64_t outcome : expected.outcomes) {
    if (is_same && !got.outcomes.contains(outcome)) return "an outcome is missed";
  }
  oracle::Traced<PlainDfs> all;
  const Tally every = explore(world, all, all_max);
  if (every.wrong != nullptr) return every.wrong;
  if (!every.is_cut && every.classes != got.classes) return "classes differ";
  if (!every.is_cut && every.endings != got.endings) return "endings differ";
  return nullptr;
}

void shrink(World& world, oracle::Program& program, std::uint64_t executions_max) {
  Sizes sizes;
  for (bool shrunk = true; shrunk;) {
    shrunk = false;
    for (int g = 0; g < oracle::kGoroutines; ++g) {
      for (int i = 0; i < program.length[g]; ++i) {
        oracle::Program smaller = program;
        std::copy(program.code[g] + i + 1, program.code[g] + program.length[g], smaller.code[g] + i);
        --smaller.length[g];
        if (judge(world, smaller, executions_max, sizes) == nullptr) continue;
        program = smaller;
        shrunk = true;
      }
    }
  }
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  world.set_limits({.steps_max = kStepsMax});
  const auto [first, count, executions_max] = oracle::range_of(argc, argv, 1000);
  Sizes all;
  std::uint64_t programs = 0, too_large = 0, failures = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    oracle::Program program = oracle::generate_polling(seed);
    if (!has_poll(program)) continue;
    ++programs;
    Sizes sizes;
    const char* wrong = judge(world, program, executions_max, sizes);
    all.polling += sizes.polling;
    all.waiting += sizes.waiting;
    too_large += sizes.is_too_large ? 1 : 0;
    if (wrong == nullptr) continue;
    ++failures;
    dprintf(STDOUT_FILENO, "FAIL seed %llu: %s\n", static_cast<unsigned long long>(seed), wrong);
    shrink(world, program, executions_max);
    wrong = judge(world, program, executions_max, sizes);
    dprintf(STDOUT_FILENO, "shrunk (%s):\n%s", wrong, oracle::text(program).c_str());
    if (failures >= 10) break;
  }
  dprintf(STDOUT_FILENO,
          "%llu programs that poll, from seed %llu: %llu executions, %llu interleavings without loops, "
          "%llu too large, %llu failures\n",
          static_cast<unsigned long long>(programs), static_cast<unsigned long long>(first),
          static_cast<unsigned long long>(all.polling), static_cast<unsigned long long>(all.waiting),
          static_cast<unsigned long long>(too_large), static_cast<unsigned long long>(failures));
  gocheck::detail::end_process(failures == 0 ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
