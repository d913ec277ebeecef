#pragma once

#include <type_traits>
#include <utility>

namespace gocheck {

/// Runs a function at the end of the scope, also when it is left by a panic or go_exit().
/// Several run in reverse order, as deferred calls do in Go; the scope is the enclosing block,
/// not the function. The function must not throw when the scope is left by an exception.
template <typename F>
class [[nodiscard]] Defer {
 public:
  explicit Defer(F function) : function_(std::move(function)) {}
  ~Defer() noexcept(false) { function_(); }
  Defer(const Defer&) = delete;
  Defer& operator=(const Defer&) = delete;

 private:
  F function_;
};

}  // namespace gocheck
