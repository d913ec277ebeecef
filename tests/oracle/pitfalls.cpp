// pitfalls NUMBER: a program on which a plausible simplification of the optimal search goes wrong (the table in
// docs/algorithms.md says which). Under brute force, sleep sets and the optimal search it has the same
// classes and outcomes, each class is executed once, and there are as many as were counted by hand or by plain
// enumeration: a coarser or finer order would be the same for all three.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <vector>

#include <unistd.h>

#include "executions.hpp"
#include "process_end.hpp"
#include "strategy/optimal.hpp"
#include "strategy/plain_dfs.hpp"
#include "strategy/sleep_set_dfs.hpp"

using namespace gocheck::checker;
using oracle::explore;
using oracle::Instruction;
using oracle::Op;
using oracle::Program;
using oracle::Tally;

namespace {

struct Pitfall {
  int number;
  Program program;
  std::size_t classes;
  std::size_t outcomes;
};

using Code = std::vector<Instruction>;

struct Capacities {
  std::uint8_t of[3];
};

Program program(Capacities capacities, std::initializer_list<Code> goroutines) {
  Program p{};
  std::copy(std::begin(capacities.of), std::end(capacities.of), p.capacity);
  for (const Code& code : goroutines) {
    p.length[p.goroutines] = static_cast<std::uint8_t>(code.size());
    std::copy(code.begin(), code.end(), p.code[p.goroutines++]);
  }
  return p;
}

constexpr Instruction in(Op op, std::uint8_t a = 0, std::uint8_t b = 0, std::uint8_t c = 0) {
  return {op, a, b, c};
}
constexpr Instruction kSend = in(Op::kSend), kRecv = in(Op::kRecv);
constexpr Instruction kLock = in(Op::kLock), kUnlock = in(Op::kUnlock);
constexpr Instruction kLoad = in(Op::kLoad), kStore = in(Op::kStore), kFetchAdd = in(Op::kFetchAdd);
constexpr Instruction kReadLock = in(Op::kReadLock), kReadUnlock = in(Op::kReadUnlock);
constexpr Instruction kAddOne = in(Op::kAdd, 0, 0), kAddTwo = in(Op::kAdd, 0, 1);
constexpr Instruction kDone = in(Op::kDone), kWait = in(Op::kWait);

std::vector<Pitfall> pitfalls() {
  return {
      {1, program({}, {{kRecv}, {kSend}, {kSend}}), 2, 2},
      {2, program({}, {{kSend}, {kSend}, {kRecv}, {kRecv}}), 2, 2},
      // select { send channel 1 | send channel 0 },  select { send channel 2 | receive channel 0 }
      {2, program({0, 1, 1}, {{in(Op::kSelect, 2, 0, 1)}, {in(Op::kSelect, 4, 1, 1)}}), 2, 2},
      {3, program({}, {{kFetchAdd}, {kLock, kStore}, {kLock}, {kFetchAdd}}), 8, 8},
      {4, program({}, {{in(Op::kChoose)}, {kStore}, {kLoad}}), 4, 4},
      // select { recv channel 0 | recv channel 1 | default }
      {5, program({1, 1}, {{in(Op::kSelectDefault, 1, 3, 1)}, {kSend}, {in(Op::kSend, 1)}}), 5, 3},
      {6, program({}, {{kAddOne}, {kAddOne}, {kWait}}), 4, 2},
      {7, program({}, {{kDone}, {kAddOne}, {kAddOne}, {kWait}}), 14, 4},
      {8, program({}, {{kReadLock, kReadUnlock}, {kReadUnlock}}), 3, 2},
      {9, program({2}, {{kSend}, {kSend}, {kSend}, {kRecv, kRecv, kRecv}}), 6, 6},
      {10, program({}, {{kAddTwo}, {kDone}, {kDone}}), 4, 4},
      {11, program({}, {{kReadLock, kReadLock, kReadUnlock, kReadUnlock},
                       {in(Op::kWriteLock), in(Op::kWriteUnlock)}}), 3, 2},
      {12, program({}, {{in(Op::kStore, 0, 1)}, {kLoad}, {kLoad, kLoad}}), 6, 6},
      {13, program({}, {{kLock, kUnlock}, {kLock, kUnlock}}), 2, 1},
      {14, program({}, {{kAddOne}, {kDone}, {kDone}}), 5, 3},
      // select { send channel 1 | send channel 0 }, which the other goroutine may have filled
      {14, program({1, 1}, {{in(Op::kSelect, 2, 0, 1)}, {kSend}}), 2, 2},
  };
}

/// What differs from brute force, or null.
const char* compare(const Tally& expected, const Tally& got) {
  if (got.wrong != nullptr) return got.wrong;
  if (got.outcomes != expected.outcomes) return "outcomes differ";
  if (got.classes != expected.classes) return "classes differ";
  return nullptr;
}

const char* judge(World& world, const Pitfall& pitfall) {
  oracle::set_program(pitfall.program);
  oracle::Traced<PlainDfs> all;
  const Tally expected = explore(world, all, 100'000);
  dprintf(STDOUT_FILENO, "%s%llu interleavings, %zu classes, %zu outcomes\n",
          oracle::text(pitfall.program).c_str(), static_cast<unsigned long long>(expected.executions),
          expected.classes.size(), expected.outcomes.size());
  if (expected.is_cut) return "too large";
  if (expected.classes.size() != pitfall.classes) return "other number of classes";
  if (expected.outcomes.size() != pitfall.outcomes) return "other number of outcomes";

  oracle::Traced<SleepSetDfs> sleep_sets;
  const Tally depth_first =
      explore(world, sleep_sets, 100'000, nullptr, oracle::Redundant::kIsIgnored);
  if (const char* wrong = compare(expected, depth_first)) return wrong;
  if (depth_first.executions != expected.classes.size()) return "a class was completed twice";
  Optimal optimal;
  const Tally got = explore(world, optimal, 100'000);
  if (const char* wrong = compare(expected, got)) return wrong;
  return got.executions == got.classes.size() ? nullptr : "a class was executed twice";
}

}  // namespace

extern "C" int gocheck_worker_main(gocheck::detail::MainFunction, int argc, char** argv,
                                   char** envp) {
  World& world = oracle::make_world(argc, argv, envp);
  const int number = argc > 1 ? std::atoi(argv[1]) : 0;
  int programs = 0, failures = 0;
  for (const Pitfall& pitfall : pitfalls()) {
    if (pitfall.number != number) continue;
    ++programs;
    const char* wrong = judge(world, pitfall);
    if (wrong == nullptr) continue;
    ++failures;
    dprintf(STDOUT_FILENO, "FAIL: %s\n", wrong);
  }
  gocheck::detail::end_process(programs > 0 && failures == 0 ? 0 : 1);
}

int main() { return 2; }  // Started without GOCHECK_WORKER.
