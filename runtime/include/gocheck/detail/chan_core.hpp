#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <gocheck/detail/object.hpp>

namespace gocheck::detail {

/// How to handle the element type of a channel without knowing it.
struct ElementType {
  std::size_t size;
  std::size_t align;
  void (*move)(void* to, void* from);   // Move-constructs at `to`; `from` stays to be destroyed.
  void (*destroy)(void* value);
  /// Writes `value` for a report, NUL-terminated; null when the type cannot be shown.
  void (*show)(const void* value, char* text, std::size_t size);
};

struct TimerCore;     // See operation.hpp.
struct ChanWaiters;   // Production's queues of parked goroutines; see src/production.

/// The channel behind the typed handles: buffer and state. Counted by its handles.
///
/// Invariant: state.length <= state.capacity, and the ring holds the length oldest values.
struct ChanCore : Object {
  ChanCore(const ElementType& type, std::uint32_t capacity, const char* name, Location where);
  ~ChanCore();

  /// Moves `*from` into the ring. Requires: length < capacity. Updates length and sent.
  void put(void* from);
  /// Moves the oldest value to raw storage `to`. Requires: length > 0. Updates length, received.
  void take(void* to);

  const ElementType& element;
  std::atomic<std::uint32_t> references{1};
  TimerCore* timer = nullptr;           // That fires into it; as long-lived, and owned.
  std::byte* ring = nullptr;            // capacity elements; null when unbuffered.
  ChanWaiters* waiters = nullptr;       // Made by production on first use; null under check.
};

void retain(ChanCore* core) noexcept;   // null is allowed in both
void release(ChanCore* core) noexcept;

}  // namespace gocheck::detail
