#pragma once

#include <gocheck/go.hpp>

#include <algorithm>
#include <mutex>

namespace crawler {

/// Spaces out events: at most one per `interval`, in the order in which they were asked for. A caller takes
/// the next free slot at once and then waits for it, so nobody is overtaken.
class RateLimiter {
 public:
  explicit RateLimiter(gocheck::Duration interval) : interval_(interval) {}

  /// Returns when the caller may go on; false when `ctx` has ended before.
  [[nodiscard]] bool wait(const gocheck::Context& ctx) {
    const gocheck::TimePoint now = gocheck::now();
    const gocheck::TimePoint slot = reserve(now);
    if (slot <= now) return ctx.err() == gocheck::ContextErr::none;
    gocheck::Timer due(slot - now, "slot");
    if (gocheck::select(gocheck::recv(due.chan()), gocheck::recv(ctx.done())) == 0) return true;
    due.stop();
    return false;
  }

 private:
  gocheck::TimePoint reserve(gocheck::TimePoint now) {
    const std::scoped_lock lock(mutex_);
    const gocheck::TimePoint slot = std::max(now, next_);
    next_ = slot + std::chrono::nanoseconds(interval_.ns());
    return slot;
  }

  gocheck::Duration interval_;
  gocheck::Mutex mutex_{"limiter"};
  gocheck::TimePoint next_;   // The first slot that nobody has; guarded by mutex_.
};

}  // namespace crawler
