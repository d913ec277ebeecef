#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "machine/semantics.hpp"

namespace gocheck::checker {

/// Transitions that need not come next, for whatever begins with them is explored elsewhere
/// [God96].
class SleepSet {
 public:
  void clear() { asleep_.clear(); }
  [[nodiscard]] bool has(const Transition& t) const {
    return std::find(asleep_.begin(), asleep_.end(), t) != asleep_.end();
  }
  [[nodiscard]] std::span<const Transition> transitions() const { return asleep_; }

  /// The set after `chosen`, enabled in `configuration`: of `before`, what slept or was explored
  /// there, all that does not depend on it. `before` is not part of this set.
  void follow(const Configuration& configuration, std::span<const Transition> before,
              const Transition& chosen) {
    asleep_.clear();
    if (before.empty()) return;
    accesses_of(configuration, chosen, of_chosen_);
    for (const Transition& other : before) {
      accesses_of(configuration, other, of_other_);
      if (!dependent(Footprint{other, of_other_}, Footprint{chosen, of_chosen_})) {
        asleep_.push_back(other);
      }
    }
  }

 private:
  std::vector<Transition> asleep_;
  std::vector<Access> of_chosen_;  // Scratch of follow().
  std::vector<Access> of_other_;
};

}  // namespace gocheck::checker
