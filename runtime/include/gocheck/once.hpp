#pragma once

#include <utility>

#include <gocheck/defer.hpp>
#include <gocheck/detail/object.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// Runs a function at most once, Go's sync.Once.
///
/// A call from within the function deadlocks, as in Go. A function that panics counts as run.
/// Order: the end of the function happens before the return of every call().
class Once : private detail::Object {
 public:
  explicit Once(const char* once_name = "", Location where = Location::current());

  /// Runs `function` if no call did so before; otherwise waits until it has ended.
  /// Scheduling point: yes, and one more at the end of the function.
  template <typename F>
  void call(F&& function, Location where = Location::current()) {
    if (!enter(where)) return;
    const Defer finish([this, where] { leave(where); });
    static_cast<void>(std::forward<F>(function)());
  }

 private:
  bool enter(Location where);
  void leave(Location where);
};

}  // namespace gocheck
