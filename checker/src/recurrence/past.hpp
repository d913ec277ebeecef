#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "machine/access.hpp"
#include "machine/transition.hpp"
#include "recurrence/flat_map.hpp"

namespace gocheck::checker {

/// What comes before each step of an execution in the order of dependence (machine/access.hpp), for steps of which only
/// a few are asked about.
/// Complexity: a step costs its accesses; to find its past costs all steps before.
class Past {
 public:
  void begin();
  /// The next step. Its accesses are those before it is committed.
  void step(const Transition& t, std::span<const Access> accesses);
  /// By the step last given, `parent`, a goroutine or a timer, has started `child`.
  void started(GoroutineId child, GoroutineId parent);

  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  [[nodiscard]] const Transition& transition(std::size_t step) const { return steps_[step].transition; }
  /// The last step's name: equal for steps with the same past, in equivalent executions.
  [[nodiscard]] std::uint64_t name() const { return steps_.back().name; }
  /// Makes `marks` true for the step and for all that come before it.
  void mark(std::size_t step, std::vector<bool>& marks);

 private:
  struct Step {
    Transition transition;
    std::size_t accesses_end;    // In accesses_; they begin where those of the step before end.
    std::uint64_t name;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  /// What an object has seen, by kinds of access, each as the sum of the names of its steps.
  struct Sums {
    std::uint32_t seen = 0;      // Bits.
    std::array<std::uint64_t, kAccessKinds> of;
  };
  struct Life {
    std::size_t birth = kNone;   // The step that has started it.
    std::uint64_t last = 0;      // Its latest step's name.
  };

  Life& life(GoroutineId id);
  [[nodiscard]] std::span<const Access> accesses(std::size_t step) const;
  [[nodiscard]] bool is_before_marked(const Access& access) const;

  std::vector<Step> steps_;
  std::vector<Access> accesses_;
  FlatMap<Sums> sums_;                                      // By object.
  FlatMap<std::uint64_t> values_;                           // Names of steps, by value_key().
  std::vector<Life> lives_;                                 // By GoroutineId.
  // Scratch of mark(), about what is marked.
  std::vector<bool> is_part_;                               // By GoroutineId.
  FlatMap<std::uint32_t> kinds_;                            // By object, bits.
  FlatMap<bool> marked_values_;                             // By value_key(): they are.
};

}  // namespace gocheck::checker
