// oracle FIRST COUNT [INTERLEAVINGS_MAX]: generated programs number FIRST to FIRST + COUNT - 1, each under brute
// force and under the optimal strategy. Equal: the sets of equivalence classes and of outcomes; no
// class is executed twice; nothing is abandoned. A program that fails is shrunk and printed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "executions.hpp"
#include "process_end.hpp"
#include "strategy/optimal.hpp"
#include "strategy/plain_dfs.hpp"

using namespace gocheck::checker;
using oracle::explore;
using oracle::Tally;

namespace {

/// What is wrong with the program, or null. `sizes` gets the number of interleavings and classes.
const char* judge(World& world, const oracle::Program& program, std::uint64_t executions_max,
                  std::uint64_t* sizes) {
  oracle::set_program(program);
  oracle::Traced<PlainDfs> all;
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

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const auto [first, count, executions_max] = oracle::range_of(argc, argv, 1000);

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
  gocheck::detail::end_process(failures == 0 ? 0 : 1);
}

int main() { return 2; }   // Started without GOCHECK_WORKER.
