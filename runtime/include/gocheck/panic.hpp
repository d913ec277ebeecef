#pragma once

#include <stdexcept>
#include <string>

#include <gocheck/detail/operation.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// What caused a panic.
enum class PanicKind : std::uint8_t {
  kUser,                // panic("text"), and misuse of a utility of this library.
  kSendOnClosed,
  kCloseOfClosed,
  kCloseOfNil,
  kNegativeWaitGroup,
};

/// A Go panic as an exception: unwinds the goroutine and runs destructors (Go's deferred calls).
///
/// `catch (const Panic&)` is Go's recover(). An exception of any type that leaves a goroutine's
/// function ends the program: message, goroutines and exit status 2 in production, a finding
/// under check. The text of a built-in panic is Go's.
class Panic : public std::runtime_error {
 public:
  Panic(PanicKind kind, const std::string& text, Location where)
      : std::runtime_error(text), kind_(kind), where_(where) {}

  [[nodiscard]] PanicKind kind() const noexcept { return kind_; }
  /// The call that panicked.
  [[nodiscard]] const Location& where() const noexcept { return where_; }

 private:
  PanicKind kind_;
  Location where_;
};

/// Throws Panic with this text. Scheduling point: no.
[[noreturn]] void panic(const std::string& text, Location where = Location::current());

namespace detail {
/// Throws the panic that `fault` stands for; returns when it is kNone.
void raise(Fault fault, Location where);
[[noreturn]] void requirement_failed(const char* text, Location where);
}  // namespace detail

/// States what must hold here. A false `condition` is a finding under check; in production it
/// prints `text` and ends the program with exit status 2. Never an exception, so no handler of
/// the program can hide it. Scheduling point: no.
inline void require(bool condition, const char* text = "requirement failed",
                    Location where = Location::current()) {
  if (!condition) detail::requirement_failed(text, where);
}
inline void require(bool condition, const std::string& text,
                    Location where = Location::current()) {
  if (!condition) detail::requirement_failed(text.c_str(), where);
}

}  // namespace gocheck
