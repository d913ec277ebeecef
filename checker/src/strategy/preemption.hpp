#pragma once

#include <cstdint>
#include <span>

#include "machine/registry.hpp"
#include "machine/transition.hpp"

namespace gocheck::checker {

/// Who holds the processor, and which steps would take it away [MQ07].
///
/// A step is a preemption when it moves nobody who holds the processor although one of them could
/// go on. After a rendezvous both partners hold it: which of them arrived last, and so runs on, is
/// not a matter of steps. A timer that fires holds nothing: afterwards whoever held the processor
/// still does.
class Processor {
 public:
  [[nodiscard]] bool has(const Transition& t) const {
    return has(t.goroutine) || (t.peer != 0 && has(t.peer));
  }
  /// Whether anybody who holds the processor can go on.
  [[nodiscard]] bool is_wanted(std::span<const Transition> enabled) const {
    for (const Transition& t : enabled) {
      if (has(t)) return true;
    }
    return false;
  }
  void move(const Transition& t) {
    if (t.kind == StepKind::kFire || t.kind == StepKind::kGo) return;
    first_ = t.goroutine;
    second_ = t.peer;
  }

 private:
  [[nodiscard]] bool has(GoroutineId id) const { return id == first_ || id == second_; }

  GoroutineId first_ = Registry::kMain;
  GoroutineId second_ = 0;
};

}  // namespace gocheck::checker
