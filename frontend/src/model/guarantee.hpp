#pragma once

#include <cstdint>
#include <optional>

#include "model/summary.hpp"

namespace gocheck::frontend {

/// What a search without findings means.
enum class Guarantee {
  kComplete,  // Every interleaving has been run, up to equivalence.
  kBounded,   // A limit, which is named, ended it first.
  kSampled,   // Executions were drawn at random.
};

[[nodiscard]] Guarantee guarantee_of(const Totals& totals);
[[nodiscard]] const char* word(Guarantee guarantee);

/// The number of preemptions up to which every interleaving has been run; none when no pass of
/// preemption bounding is over, or executions were cut short.
[[nodiscard]] std::optional<std::uint64_t> complete_up_to(const Totals& totals);

/// PCT: a bug of depth d, in a program of n goroutines and k steps, is met by one execution with
/// probability at least 1/(n k^(d-1)), whatever the program is.
struct PctProbability {
  double each = 0;
  double overall = 0;  // By at least one of the executions that the bound speaks of.
};

/// Absent for other strategies, and when no execution was drawn with the final k.
[[nodiscard]] std::optional<PctProbability> pct_probability(const Pct& pct);

}  // namespace gocheck::frontend
