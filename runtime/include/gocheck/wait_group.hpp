#pragma once

#include <type_traits>
#include <utility>

#include <gocheck/defer.hpp>
#include <gocheck/detail/object.hpp>
#include <gocheck/goroutine.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// Waits for a number of goroutines to finish, Go's sync.WaitGroup.
///
/// Requires: an add() that starts from zero happens before the wait() that counts on it; an add()
/// concurrent with a wait() at zero is a finding under check.
/// Order: done() happens before the return of the wait() that it lets through.
class WaitGroup : private detail::Object {
 public:
  explicit WaitGroup(const char* group_name = "", Location where = Location::current());

  /// Adds to the counter; at zero every waiting goroutine goes on.
  /// Scheduling point: yes.  Panics: kNegativeWaitGroup; the counter stays as it was.
  void add(int n = 1, Location where = Location::current());
  void done(Location where = Location::current()) { add(-1, where); }
  /// Blocks until the counter is zero. Scheduling point: yes.
  void wait(Location where = Location::current());

  /// add(), then a goroutine that runs `function` and done(). The group must outlive it.
  template <typename F>
    requires std::invocable<std::decay_t<F>&>
  void go(F&& function, Location where = Location::current()) {
    add(1, where);
    gocheck::go(
        [this, run = std::forward<F>(function), where]() mutable {
          const Defer finish([this, where] { done(where); });
          static_cast<void>(run());
        },
        where);
  }
};

}  // namespace gocheck
