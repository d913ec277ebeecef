#pragma once

#include <algorithm>
#include <cstdint>

namespace gocheck::checker {

/// What one worker has counted.
struct Tally {
  std::int64_t executions = 0;   // Made to their end: complete, blocked, polling and bounded.
  std::int64_t complete = 0;
  std::int64_t blocked = 0;
  std::int64_t polling = 0;
  std::int64_t bounded = 0;
  std::int64_t redundant = 0;
  std::int64_t sampled = 0;      // Of the executions.
  std::int64_t probes = 0;       // No executions.
  std::uint64_t steps = 0;       // In all of them, redundant ones and probes too.
  std::uint64_t max_depth = 0;
  std::int64_t reset_ns = 0;
  std::int64_t cpu_ns = 0;
  bool hit_steps = false;
  bool hit_goroutines = false;

  /// Forgets the search, which begins anew; not what it has cost.
  void begin_anew() {
    executions = complete = blocked = polling = bounded = redundant = 0;
    hit_steps = hit_goroutines = false;
  }

  Tally& operator+=(const Tally& other) {
    executions += other.executions;
    complete += other.complete;
    blocked += other.blocked;
    polling += other.polling;
    bounded += other.bounded;
    redundant += other.redundant;
    sampled += other.sampled;
    probes += other.probes;
    steps += other.steps;
    max_depth = std::max(max_depth, other.max_depth);
    reset_ns += other.reset_ns;
    cpu_ns += other.cpu_ns;
    hit_steps = hit_steps || other.hit_steps;
    hit_goroutines = hit_goroutines || other.hit_goroutines;
    return *this;
  }
};

}  // namespace gocheck::checker
