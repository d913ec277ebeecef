#pragma once

#include <string>

#include "base/expected.hpp"
#include "model/counterexample.hpp"
#include "supervise/worker.hpp"
#include "symbols/resolve.hpp"
#include "targets/target.hpp"

namespace gocheck::frontend {

/// A target that is ready to run: checked, with its input and its limits.
struct Program {
  Target target;
  Worker worker;
  Limits limits;
  CodeMap code;
  std::string build_id;
};

/// A sentence on why two executions with one schedule differ: the calls, at the user's lines.
std::string what_decides(std::vector<UnrepeatableCall> calls, std::uint64_t base,
                         const Program& program);

/// What a replayed execution shows, in the terms of the user's source. `outcome` is the one of its
/// findings to tell about.
Counterexample describe(Replay replay, const Outcome& outcome, const Program& program);

/// Replays what an exploration met, in a fresh process.
/// Errors: it does not happen again; then it is no finding.
Expected<Counterexample> confirm(const Candidate& candidate, const Program& program);

}  // namespace gocheck::frontend
