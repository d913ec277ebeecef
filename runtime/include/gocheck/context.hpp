#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <gocheck/chan.hpp>
#include <gocheck/location.hpp>
#include <gocheck/time.hpp>

namespace gocheck {

/// Why a context has ended.
enum class ContextErr : std::uint8_t { none, canceled, deadline_exceeded };

/// Go's text: "context canceled", "context deadline exceeded", "" for none.
[[nodiscard]] const char* to_string(ContextErr err) noexcept;

namespace detail {

struct ContextAccess;
struct ContextNode;   // See src/context.cpp.
void retain(ContextNode* node) noexcept;
void release(ContextNode* node) noexcept;

/// A counted reference to a node; null is the background context.
class ContextReference {
 public:
  ContextReference() = default;
  /// Takes over one count.
  explicit ContextReference(ContextNode* adopted) noexcept : node_(adopted) {}
  ContextReference(const ContextReference& other) noexcept : node_(other.node_) { retain(node_); }
  ContextReference(ContextReference&& other) noexcept
      : node_(std::exchange(other.node_, nullptr)) {}
  ContextReference& operator=(ContextReference other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~ContextReference() { release(node_); }
  [[nodiscard]] ContextNode* get() const noexcept { return node_; }

 private:
  ContextNode* node_ = nullptr;
};

/// One key and value; `type` is the address of a per-type tag.
struct ContextValue {
  const void* type;
  void* pair;
  bool (*matches)(const void* pair, const void* key);
  void (*drop)(void* pair);
};
const void* find_value(const ContextNode* node, const void* type, const void* key);

template <typename K, typename V>
struct ContextPair {
  static inline const char tag = 0;
  K key;
  V value;
};

/// A text key is kept as its text, so that equal literals are equal keys.
template <typename K>
using ContextKey =
    std::conditional_t<std::is_convertible_v<const K&, std::string>, std::string, K>;

}  // namespace detail

/// A deadline, a cancellation signal and values that travel with a request, Go's context.Context.
/// A handle: copies are the same context. A default-constructed one is background().
class Context {
 public:
  Context() = default;

  /// Closed when the context ends; nil when it never does.
  [[nodiscard]] RecvChan<Unit> done() const;
  /// Scheduling point: yes, unless the context never ends.
  [[nodiscard]] ContextErr err(Location where = Location::current()) const;
  /// The value of the nearest with_value() whose key has the same type and is equal and whose
  /// value has the type V; null when there is none. Valid as long as a handle of that context.
  template <typename V, typename K>
  [[nodiscard]] const V* value(const K& key) const {
    using Key = detail::ContextKey<std::decay_t<K>>;
    using Pair = detail::ContextPair<Key, V>;
    const Key wanted(key);
    const void* pair = detail::find_value(reference_.get(), &Pair::tag, &wanted);
    return pair == nullptr ? nullptr : &static_cast<const Pair*>(pair)->value;
  }

 private:
  friend struct detail::ContextAccess;
  explicit Context(detail::ContextReference reference) noexcept
      : reference_(std::move(reference)) {}
  detail::ContextReference reference_;
};

/// Ends its context, and those derived from it, as canceled. Idempotent; copies are the same.
class CancelFunc {
 public:
  /// Scheduling point: yes; closes the done channels of the context and of its children.
  void operator()(Location where = Location::current()) const;

 private:
  friend struct detail::ContextAccess;
  explicit CancelFunc(detail::ContextReference reference) noexcept
      : reference_(std::move(reference)) {}
  detail::ContextReference reference_;
};

/// What with_cancel() and its like return: `auto [ctx, cancel] = with_cancel(parent);`
struct CancelableContext {
  Context ctx;
  CancelFunc cancel;
};

/// Never ends and has no values.
[[nodiscard]] inline Context background() { return {}; }

/// A child that ends when `cancel` is called or the parent ends, whichever is first. Call `cancel`
/// when its work is done: until then the parent keeps the child.
/// Scheduling point: observes the parent, if that can end.
[[nodiscard]] CancelableContext with_cancel(const Context& parent,
                                            Location where = Location::current());
/// As with_cancel(), and ends with deadline_exceeded after `duration`; at once for d <= 0.
[[nodiscard]] CancelableContext with_timeout(const Context& parent, Duration duration,
                                             Location where = Location::current());
[[nodiscard]] CancelableContext with_deadline(const Context& parent, TimePoint deadline,
                                              Location where = Location::current());

namespace detail {
Context with_value(const Context& parent, ContextValue value);
}  // namespace detail

/// A child that carries one more value.
template <typename K, typename V>
[[nodiscard]] Context with_value(const Context& parent, const K& key, V value) {
  using Key = detail::ContextKey<std::decay_t<K>>;
  using Pair = detail::ContextPair<Key, V>;
  return detail::with_value(
      parent, {&Pair::tag, new Pair{Key(key), std::move(value)},
               [](const void* pair, const void* wanted) {
                 return static_cast<const Pair*>(pair)->key == *static_cast<const Key*>(wanted);
               },
               [](void* pair) { delete static_cast<Pair*>(pair); }});
}

}  // namespace gocheck
