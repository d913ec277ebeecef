#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include <gocheck/detail/channel_operations.hpp>
#include <gocheck/detail/element.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

template <typename T>
class Chan;

/// What recv_ok() returns: a value, and whether it was sent. `auto [v, ok] = c.recv_ok();`
template <typename T>
struct Received {
  T value;
  bool ok;   // False: the channel is closed and empty, and `value` is value-initialised.
  explicit operator bool() const noexcept { return ok; }
};

namespace detail {

/// What all handles share: identity, size and comparison with nil.
class ChanHandle {
 public:
  /// Values in the buffer; 0 for an unbuffered or nil channel.
  /// Scheduling point: only for a buffered channel. Order: none.
  [[nodiscard]] std::ptrdiff_t len(Location where = Location::current()) const {
    return length(reference_.get(), where);
  }
  /// The capacity it was made with; 0 for nil. Scheduling point: no.
  [[nodiscard]] std::ptrdiff_t cap() const noexcept { return capacity(reference_.get()); }

  friend bool operator==(const ChanHandle& a, const ChanHandle& b) noexcept {
    return a.reference_.get() == b.reference_.get();
  }
  friend bool operator==(const ChanHandle& a, std::nullptr_t) noexcept {
    return a.reference_.get() == nullptr;
  }

 protected:
  ChanHandle() = default;
  explicit ChanHandle(ChanReference reference) noexcept : reference_(std::move(reference)) {}
  [[nodiscard]] ChanCore* core() const noexcept { return reference_.get(); }
  // Not a constraint: clang 14 would test it in the class, where T may still be incomplete.
  template <typename T>
  static constexpr void check_default() {
    static_assert(std::default_initializable<T>,
                  "a closed channel yields T(): use next() for a T without default constructor");
  }

 private:
  friend struct ChanAccess;
  ChanReference reference_;
};

/// How the rest of the library reaches a handle's channel.
struct ChanAccess {
  static ChanReference reference(const ChanHandle& handle) { return handle.reference_; }
  template <typename Handle>
  static Handle make(ChanReference reference) {
    return Handle(std::move(reference));
  }
};

struct EndOfChan {};

/// Receives one value ahead; equal to EndOfChan once the channel is closed and empty.
/// Models std::input_iterator; move-only, and dereferences to an rvalue, so that
/// `for (T v : c)` moves.
template <typename T>
class ChanIterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  ChanIterator(ChanReference chan, Location where) : chan_(std::move(chan)), where_(where) {
    advance();
  }
  ChanIterator(ChanIterator&&) = default;
  ChanIterator& operator=(ChanIterator&&) = default;

  T&& operator*() const noexcept { return std::move(*value_); }
  ChanIterator& operator++() {
    advance();
    return *this;
  }
  void operator++(int) { advance(); }
  friend bool operator==(const ChanIterator& a, EndOfChan) noexcept { return !a.value_; }

 private:
  void advance() {
    Slot<T> slot;
    value_.reset();
    slot.set_full(receive(chan_.get(), slot.raw(), where_));
    if (slot.full()) value_.emplace(std::move(slot.value()));
  }

  ChanReference chan_;
  Location where_;
  mutable std::optional<T> value_;
};

}  // namespace detail

/// The receiving side of a channel, Go's `<-chan T`. See Chan.
template <typename T>
class RecvChan : public detail::ChanHandle {
 public:
  static_assert(std::is_object_v<T> && !std::is_const_v<T>,
                "a channel carries values: T must not be a reference, const or void");
  using value_type = T;

  RecvChan() = default;
  RecvChan(std::nullptr_t) noexcept {}
  RecvChan(const Chan<T>& chan) noexcept;

  T recv(Location where = Location::current()) const {
    check_default<T>();
    detail::Slot<T> slot;
    slot.set_full(detail::receive(core(), slot.raw(), where));
    return slot.full() ? T(std::move(slot.value())) : T();
  }
  Received<T> recv_ok(Location where = Location::current()) const {
    check_default<T>();
    detail::Slot<T> slot;
    slot.set_full(detail::receive(core(), slot.raw(), where));
    return {slot.full() ? T(std::move(slot.value())) : T(), slot.full()};
  }
  std::optional<T> next(Location where = Location::current()) const {
    detail::Slot<T> slot;
    slot.set_full(detail::receive(core(), slot.raw(), where));
    std::optional<T> result;
    if (slot.full()) result.emplace(std::move(slot.value()));
    return result;
  }

  /// Receives until the channel is closed and empty, as `for v := range c`.
  [[nodiscard]] detail::ChanIterator<T> begin(Location where = Location::current()) const {
    return {detail::ChanAccess::reference(*this), where};
  }
  [[nodiscard]] detail::EndOfChan end() const noexcept { return {}; }

 private:
  friend struct detail::ChanAccess;
  explicit RecvChan(detail::ChanReference reference) noexcept
      : ChanHandle(std::move(reference)) {}
};

/// The sending side of a channel, Go's `chan<- T`. See Chan.
template <typename T>
class SendChan : public detail::ChanHandle {
 public:
  static_assert(std::is_object_v<T> && !std::is_const_v<T>,
                "a channel carries values: T must not be a reference, const or void");
  using value_type = T;

  SendChan() = default;
  SendChan(std::nullptr_t) noexcept {}
  SendChan(const Chan<T>& chan) noexcept;

  void send(T value, Location where = Location::current()) const {
    detail::send(core(), &value, where);
  }
  void close(Location where = Location::current()) const { detail::close(core(), where); }

 private:
  friend struct detail::ChanAccess;
  explicit SendChan(detail::ChanReference reference) noexcept
      : ChanHandle(std::move(reference)) {}
};

/// A typed conduit between goroutines, with the meaning of Go's `chan T`.
///
/// A handle: copies are the same channel, every operation is const, and the channel lives as long
/// as a handle or a goroutine that waits on it. A default-constructed handle is nil.
/// T is any movable type; only recv() and recv_ok() need its default constructor.
///
/// Invariants, between any two operations:
///   I1. len() <= cap().
///   I2. A waiting receiver implies an empty buffer; a waiting sender implies a full one.
/// Thread-safety: for goroutines. Values are moved, never copied, by the channel.
template <typename T>
class Chan : public detail::ChanHandle {
 public:
  static_assert(std::is_object_v<T> && !std::is_const_v<T>,
                "a channel carries values: T must not be a reference, const or void");
  using value_type = T;

  Chan() = default;
  Chan(std::nullptr_t) noexcept {}

  /// Sends `value`; blocks until a receiver meets it or a buffer slot is free; on nil for ever.
  /// Scheduling point: yes.  Panics: kSendOnClosed, also when the channel is closed meanwhile.
  /// Order: happens before the matching receive completes; with capacity C, the k-th receive
  /// happens before the (k+C)-th send completes (Go memory model, "Channel communication").
  void send(T value, Location where = Location::current()) const {
    detail::send(core(), &value, where);
  }

  /// Receives; blocks until there is a value or the channel is closed; on nil for ever.
  /// Returns: the oldest value, or a value-initialised T once closed and empty.
  /// Scheduling point: yes.  Order: see send(); a close happens before a receive that sees it.
  T recv(Location where = Location::current()) const {
    return RecvChan<T>(*this).recv(where);
  }
  /// As recv(), and says which of the two it was.
  Received<T> recv_ok(Location where = Location::current()) const {
    return RecvChan<T>(*this).recv_ok(where);
  }
  /// As recv() for a T without default constructor: nullopt once closed and empty.
  std::optional<T> next(Location where = Location::current()) const {
    return RecvChan<T>(*this).next(where);
  }

  /// Closes: values in the buffer can still be received, then receives return at once.
  /// Scheduling point: yes.  Panics: kCloseOfClosed, kCloseOfNil.
  void close(Location where = Location::current()) const { detail::close(core(), where); }

  /// Receives until the channel is closed and empty, as `for v := range c`.
  [[nodiscard]] detail::ChanIterator<T> begin(Location where = Location::current()) const {
    return {detail::ChanAccess::reference(*this), where};
  }
  [[nodiscard]] detail::EndOfChan end() const noexcept { return {}; }

 private:
  friend struct detail::ChanAccess;
  explicit Chan(detail::ChanReference reference) noexcept : ChanHandle(std::move(reference)) {}
};

template <typename T>
RecvChan<T>::RecvChan(const Chan<T>& chan) noexcept
    : ChanHandle(detail::ChanAccess::reference(chan)) {}
template <typename T>
SendChan<T>::SendChan(const Chan<T>& chan) noexcept
    : ChanHandle(detail::ChanAccess::reference(chan)) {}

/// Makes a channel: unbuffered, or with a buffer of `capacity` values. `name` appears in reports;
/// it is not copied, so pass a literal.  Panics: capacity is negative or too large.
template <typename T>
[[nodiscard]] Chan<T> make_chan(std::ptrdiff_t capacity = 0, const char* name = "",
                                Location where = Location::current()) {
  static_assert(std::is_object_v<T> && !std::is_const_v<T>,
                "a channel carries values: T must not be a reference, const or void");
  static_assert(std::move_constructible<T>, "a channel moves its values: T must be movable");
  return detail::ChanAccess::make<Chan<T>>(
      detail::ChanReference(detail::new_chan(detail::kElementType<T>, capacity, name, where)));
}

}  // namespace gocheck
