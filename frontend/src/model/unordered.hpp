#pragma once

#include <optional>

#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// The failing step and another operation on its object that nothing orders: the bug is that the
/// program relies on their order.
struct Unordered {
  unsigned step = 0;     // That failed.
  unsigned earlier = 0;  // The other one, in this schedule; 0: it has not been done yet.
  PassedOperation missing =
      {};  // When `earlier` is 0: where it was done in the execution that passed.

  /// What the passing execution shows about the two.
  enum class Elsewhere { kNothing, kOtherOrder, kOnlyOne };
  Elsewhere elsewhere = Elsewhere::kNothing;
};

/// Absent when they are ordered, or when the finding is not about an order.
std::optional<Unordered> find_unordered(const Counterexample& counterexample);

}  // namespace gocheck::frontend
