#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <gocheck/detail/operation.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

namespace detail {

/// What go_exit() throws. Not a std::exception, so that programs do not catch it by accident.
struct GoExit {};

void start_goroutine(Entry entry, const char* name, Location where);

/// Runs `main` as a goroutine and waits for it; returns what it stored through its context.
void run_as_main(Entry entry);

/// Moves `function` to the heap, where the entry owns it. An exception that leaves it passes
/// through run(): that is the goroutine's panic.
template <typename F>
Entry make_entry(F&& function) {
  using Function = std::decay_t<F>;
  struct Owner {
    Function* function;
    ~Owner() { delete function; }
  };
  return {[](void* context) {
            const Owner owner{static_cast<Function*>(context)};
            static_cast<void>((*owner.function)());
          },
          new Function(std::forward<F>(function))};
}

}  // namespace detail

/// Starts a goroutine that runs `function`, as Go's `go` statement. `function` is moved, or
/// copied from an lvalue, into the goroutine and destroyed by it; its result is ignored.
/// What it captures by reference must outlive it: when main returns, the process ends.
/// `name` appears in reports and dumps; it is not copied, so pass a literal.
/// Order: the start happens before the goroutine's first step. Scheduling point: yes.
template <typename F>
  requires std::invocable<std::decay_t<F>&>
void go(F&& function, Location where = Location::current()) {
  detail::start_goroutine(detail::make_entry(std::forward<F>(function)), "", where);
}
template <typename F>
  requires std::invocable<std::decay_t<F>&>
void go(const char* name, F&& function, Location where = Location::current()) {
  detail::start_goroutine(detail::make_entry(std::forward<F>(function)), name, where);
}

/// Lets other goroutines run first, as runtime.Gosched(). A hint: under check it does nothing,
/// since every order is explored anyway.
void yield();

/// Ends the calling goroutine after its stack is unwound and its destructors have run, as
/// runtime.Goexit(). In main it ends the main goroutine only: the program goes on until the others
/// are stuck. A `catch (...)` that does not rethrow stops it, and noexcept functions terminate.
[[noreturn]] void go_exit();

/// Runs `main_goroutine` as a goroutine and returns its result, 0 when it has none.
///
/// For code embedded in a host whose thread is not a goroutine. In a goroutine it simply calls.
/// Goroutines that are still alive when it returns go on. Errors: an exception that leaves
/// `main_goroutine` is a panic and ends the process, as anywhere.
template <typename F>
  requires std::invocable<F&>
int run(F main_goroutine) {
  int status = 0;
  detail::run_as_main(detail::make_entry([&] {
    if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
      main_goroutine();
    } else {
      status = static_cast<int>(main_goroutine());
    }
  }));
  return status;
}

}  // namespace gocheck
