#pragma once

#include <atomic>
#include <concepts>
#include <type_traits>

#include <gocheck/detail/object.hpp>
#include <gocheck/detail/operation.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

namespace detail {
/// Lets the controller decide when `operation` on the value happens; returns at once in production.
void before_atomic(OpKind operation, Object& atomic, void* value, std::size_t size, Location where);
}  // namespace detail

/// A value that goroutines share without a lock, Go's sync/atomic.
///
/// Sequentially consistent; a read is ordered after the write it reads from. T is trivially
/// copyable; the arithmetic needs an integral T. Each operation is one scheduling point.
template <typename T>
class Atomic : private detail::Object {
 public:
  static_assert(std::is_trivially_copyable_v<T>, "an atomic value is copied as bytes");
  using value_type = T;

  explicit Atomic(T value = T(), const char* atomic_name = "",
                  Location where = Location::current())
      : Object(detail::ObjectKind::kAtomic, atomic_name, where), value_(value) {}

  [[nodiscard]] T load(Location where = Location::current()) const {
    before(detail::OpKind::kLoad, where);
    return value_.load();
  }
  void store(T value, Location where = Location::current()) {
    before(detail::OpKind::kStore, where);
    value_.store(value);
  }
  /// Returns the value before.
  T exchange(T value, Location where = Location::current()) {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.exchange(value);
  }
  /// Stores `desired` if the value is `expected`; otherwise puts the value into `expected`.
  /// Returns whether it stored. Never fails spuriously.
  bool compare_exchange(T& expected, T desired, Location where = Location::current()) {
    before(detail::OpKind::kCompareExchange, where);
    return value_.compare_exchange_strong(expected, desired);
  }
  /// As Go's CompareAndSwap: does not tell the value it found.
  bool compare_and_swap(T old_value, T new_value, Location where = Location::current()) {
    return compare_exchange(old_value, new_value, where);
  }

  // Each returns the value before.
  T fetch_add(T operand, Location where = Location::current())
    requires std::integral<T>
  {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.fetch_add(operand);
  }
  T fetch_sub(T operand, Location where = Location::current())
    requires std::integral<T>
  {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.fetch_sub(operand);
  }
  T fetch_and(T operand, Location where = Location::current())
    requires std::integral<T>
  {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.fetch_and(operand);
  }
  T fetch_or(T operand, Location where = Location::current())
    requires std::integral<T>
  {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.fetch_or(operand);
  }
  T fetch_xor(T operand, Location where = Location::current())
    requires std::integral<T>
  {
    before(detail::OpKind::kReadModifyWrite, where);
    return value_.fetch_xor(operand);
  }

 private:
  void before(detail::OpKind operation, Location where) const {
    // The controller names the object; reading the value does not change it.
    auto& self = const_cast<Atomic&>(*this);
    detail::before_atomic(operation, self, &self.value_, sizeof self.value_, where);
  }

  std::atomic<T> value_;
};

}  // namespace gocheck
