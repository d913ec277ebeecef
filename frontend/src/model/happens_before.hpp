#pragma once

#include <vector>

#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// For each step of the schedule, whether `step` (from 1) happens before it by the Go memory model.
/// That is not the order in which the steps were taken, and not the dependence that exploration
/// goes by: only the edges of docs/runtime-semantics.md order anything.
///
/// Where a schedule does not tell which of two edges there is, both are taken: what is called
/// unordered is unordered. Complexity: O(steps).
std::vector<bool> ordered_after(const Counterexample& counterexample, unsigned step);

/// Neither step (from 1) happens before the other.
bool are_unordered(const Counterexample& counterexample, unsigned a, unsigned b);

}  // namespace gocheck::frontend
