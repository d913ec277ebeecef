#pragma once

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include <gocheck/chan.hpp>
#include <gocheck/context.hpp>
#include <gocheck/defer.hpp>
#include <gocheck/goroutine.hpp>
#include <gocheck/location.hpp>
#include <gocheck/once.hpp>
#include <gocheck/wait_group.hpp>

namespace gocheck {

/// Goroutines that work on one task and fail together, x/sync/errgroup. A Go error is an
/// exception here: the first one that leaves a function cancels context() and is kept for wait().
class ErrGroup {
 public:
  explicit ErrGroup(const char* name = "", Location where = Location::current());
  /// context() is derived from `parent`.
  explicit ErrGroup(const Context& parent, const char* name = "",
                    Location where = Location::current());
  ErrGroup(const ErrGroup&) = delete;
  ErrGroup& operator=(const ErrGroup&) = delete;

  /// Ends with the first failure, or when wait() returns.
  [[nodiscard]] const Context& context() const noexcept { return context_.ctx; }

  /// At most `n` goroutines at a time; go() blocks meanwhile. Negative: no limit.
  /// Requires: no goroutine of the group is running.  Panics: `n` is 0 or too large.
  void set_limit(std::ptrdiff_t n, Location where = Location::current());

  /// Runs `function` in a goroutine. The group must outlive it: call wait().
  template <typename F>
    requires std::invocable<std::decay_t<F>&>
  void go(F&& function, Location where = Location::current()) {
    if (limit_ != nullptr) limit_.send({}, where);
    group_.add(1, where);
    gocheck::go(
        [this, run = std::forward<F>(function), where]() mutable {
          const Defer finish([this, where] { leave(where); });
          try {
            static_cast<void>(run());
          } catch (const detail::GoExit&) {
            throw;
          } catch (...) {
            fail(std::current_exception(), where);
          }
        },
        where);
  }

  /// Blocks until all have ended, then rethrows the first failure, if any.
  void wait(Location where = Location::current());

 private:
  void fail(std::exception_ptr failure, Location where);
  void leave(Location where);

  WaitGroup group_;
  Once first_;
  std::exception_ptr failure_;
  Chan<Unit> limit_;
  CancelableContext context_;
};

}  // namespace gocheck
