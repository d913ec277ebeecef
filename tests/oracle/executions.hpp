#pragma once

#include <cstdint>
#include <functional>
#include <set>

#include "engine/world.hpp"
#include "program.hpp"
#include "strategy/strategy.hpp"

namespace oracle {

/// What a search has met, up to the order of independent steps.
struct Tally {
  std::set<std::uint64_t> classes;
  std::set<std::uint64_t> endings;    // What each class ends with: equivalent executions end alike.
  std::set<std::uint64_t> outcomes;   // But void ones, and those of executions that end in a poll or are cut.
  std::uint64_t executions = 0;
  std::uint64_t redundant = 0;        // That were ignored.
  std::uint64_t sequence = 0;  // Hash of the classes in the order in which they were met.
  bool is_cut = false;         // By the number of executions, or of steps in one.
  const char* wrong = nullptr;
};

/// The command line: which programs, and how many interleavings make one too large.
struct Range {
  std::uint64_t first;
  std::uint64_t count;
  std::uint64_t executions_max;
};
Range range_of(int argc, char** argv, std::uint64_t default_count);

/// The world in which set_program() runs. Requires: called once, in gocheck_worker_main.
gocheck::checker::World& make_world(int argc, char** argv, char** envp);
void set_program(const Program& program);

/// Runs the program once and resets everything before.
gocheck::checker::Ending execute(gocheck::checker::World& world,
                                 gocheck::checker::Strategy& strategy);
[[nodiscard]] bool is_void();
/// What the goroutines of the last execution saw, how far they came and what was found, as a hash.
[[nodiscard]] std::uint64_t outcome_of(const gocheck::checker::World& world);

/// Whether a strategy may abandon executions as redundant. Then they count for nothing else.
enum class Redundant { kIsWrong, kIsIgnored };

/// Every execution of a strategy that keeps a trace, up to a number.
/// Calls met(fingerprint of its class) after each, if given.
Tally explore(gocheck::checker::World& world, gocheck::checker::Strategy& strategy,
              std::uint64_t executions_max,
              const std::function<void(std::uint64_t)>& met = nullptr,
              Redundant redundant = Redundant::kIsWrong);

/// Lets a strategy that needs none keep a trace, so that classes can be told.
template <typename Base>
class Traced final : public Base {
 public:
  using Base::Base;
  [[nodiscard]] gocheck::checker::Trace* trace() override { return &trace_; }

 private:
  gocheck::checker::Trace trace_;
};

}  // namespace oracle
