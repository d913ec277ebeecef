#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "machine/access.hpp"
#include "machine/transition.hpp"

namespace gocheck::checker {

/// What depends on one goroutine's latest steps: for every step of the execution, the last of them that
/// comes before it in the order of dependence (machine/access.hpp). They are numbered from 1; 0 is none.
///
/// It is the goroutine's component of vector clocks that begin at its first step here.
/// Complexity: a step costs its accesses, times the different accesses that depend on the goroutine so far.
class Influence {
 public:
  /// Begins anew.
  void begin();
  /// The next of its steps. Returns which earlier one comes before it by way of somebody else.
  std::size_t own_step(std::span<const Access> accesses);
  /// A step of others. Returns the last of the goroutine's own that comes before it.
  std::size_t step(const Transition& transition, std::span<const Access> accesses);
  /// `parent` has started `child`.
  void started(GoroutineId child, GoroutineId parent);

 private:
  struct Touch {
    Access access;
    std::size_t after;
    bool is_own;
  };
  struct Knowledge {
    GoroutineId goroutine;
    std::size_t after;
  };

  [[nodiscard]] std::size_t after(std::span<const Access> accesses, bool also_own) const;
  [[nodiscard]] std::size_t known_to(GoroutineId id) const;
  void learn(GoroutineId id, std::size_t number);
  void touch(std::span<const Access> accesses, std::size_t after, bool is_own);

  std::size_t own_steps_ = 0;
  std::vector<Touch> touches_;           // The last of each kind on each object.
  std::vector<Knowledge> knowledge_;     // Of others.
};

}  // namespace gocheck::checker
