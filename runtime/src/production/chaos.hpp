#pragma once

namespace gocheck::detail::production {

/// Whether GOCHECK_CHAOS is set: goroutines are delayed at random in front of visible operations, so that
/// short programs show more than their usual interleaving. For tests of the production scheduler.
/// Set before the first goroutine starts, then constant.
extern bool chaos_enabled;

/// Reads GOCHECK_CHAOS: any text; a number also seeds the scheduler's random choices, so that a run
/// with one processor and without timers can be repeated.
void init_chaos();

/// Mixed into the seed of each thread's random numbers; 0 without a seed.
[[nodiscard]] unsigned long long chaos_seed();

/// Gives way, some times, or keeps the thread busy for some microseconds, or does nothing.
/// Requires: the caller holds no lock of the runtime.
void disturb();

/// The branch in front of every operation: not taken, and predicted so, in an ordinary run.
inline void disturb_if_enabled() {
  if (chaos_enabled) [[unlikely]] disturb();
}

}  // namespace gocheck::detail::production
