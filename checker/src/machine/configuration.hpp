#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <gocheck/detail/controller.hpp>

#include "context_switch.hpp"
#include "machine/rules.hpp"
#include "machine/transition.hpp"

namespace gocheck::checker {

using detail::ChanCore;
using detail::Object;
using detail::ObjectKind;
using detail::Operation;
using detail::OpKind;
using detail::TimerCore;

/// Where a goroutine stands between two steps.
enum class Stand : std::uint8_t {
  kAbsent,      // Not started in this execution.
  kLocal,       // Runs, or is about to run, code that nobody else can see.
  kPending,     // In front of a visible operation.
  kFinished,
  kStopped,     // Panicked or worse: takes no more part.
};

struct Goroutine {
  GoroutineId id = 0;
  Stand stand = Stand::kAbsent;
  Phase phase = Phase::kFirst;
  bool is_gone = false;             // What it waits for was destroyed: it waits for ever.
  bool is_in_hook = false;          // It has called a hook of the C library's, not a function of the runtime.
  bool has_outlived = false;        // As is_gone, but it did not have to wait: it would have done ...
  StepKind outlived = StepKind::kOutlived;   // ... this, ...
  std::uint64_t outlived_object = 0;         // ... to what had this identity.
  Operation* pending = nullptr;     // Valid while kPending.
  std::byte* lowest = nullptr;      // How far down its stack has been used, as far as known.
  const std::byte* stack = nullptr; // Its own frames and registers at `pending`; what lies below is ours.
  detail::ExecutionContext context;
  std::uint32_t children = 0;
  std::uint32_t timers = 0;
  std::uint32_t objects[8] = {};    // Made so far, by ObjectKind.
  std::uint32_t steps = 0;          // Steps taken part in.
  std::uint32_t blocked_since = 0;  // Step after which it arrived at `pending`.
  std::uint32_t read_locks = 0;     // Read locks held, over all RWMutexes.
  std::uint32_t disposals = 0;      // Calls of Controller::dispose() that it is in.

  [[nodiscard]] bool spins() const { return stand == Stand::kPending && phase == Phase::kSpins; }
};

}  // namespace gocheck::checker
