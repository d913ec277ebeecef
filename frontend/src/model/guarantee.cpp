#include "model/guarantee.hpp"

#include <algorithm>
#include <cmath>

namespace gocheck::frontend {

Guarantee guarantee_of(const Totals& totals) {
  if (totals.sampled > 0) return Guarantee::kSampled;
  return totals.is_complete() ? Guarantee::kComplete : Guarantee::kBounded;
}

const char* word(Guarantee guarantee) {
  switch (guarantee) {
    case Guarantee::kComplete:
      return "complete";
    case Guarantee::kSampled:
      return "sampled";
    case Guarantee::kBounded:
      break;
  }
  return "bounded";
}

std::optional<std::uint64_t> complete_up_to(const Totals& totals) {
  if (totals.preemption_passes == 0 || totals.bounded > 0) return std::nullopt;
  return totals.preemption_passes - 1;
}

std::optional<PctProbability> pct_probability(const Pct& pct) {
  if (pct.depth == 0 || pct.goroutines == 0 || pct.steps == 0 || pct.executions == 0)
    return std::nullopt;
  const double steps = std::pow(static_cast<double>(pct.steps), static_cast<double>(pct.depth - 1));
  const double each = 1 / (static_cast<double>(pct.goroutines) * steps);
  // log1p and expm1: `each` may be far below what 1 - each can hold.
  const double overall =
      each >= 1 ? 1 : -std::expm1(static_cast<double>(pct.executions) * std::log1p(-each));
  return PctProbability{std::min(each, 1.0), overall};
}

}  // namespace gocheck::frontend
