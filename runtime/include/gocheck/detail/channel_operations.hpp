#pragma once

#include <cstddef>
#include <cstdint>

#include <gocheck/detail/chan_core.hpp>
#include <gocheck/detail/operation.hpp>

// What the channel handles do, without the element's type. A null core is a nil channel.
namespace gocheck::detail {

/// Panics: capacity is negative or beyond 2^31-1.
ChanCore* new_chan(const ElementType& type, std::ptrdiff_t capacity, const char* name,
                   Location where);

/// Moves from `*value` when it is sent; the caller still destroys it.
void send(ChanCore* chan, void* value, Location where);
/// Returns true when it has constructed a value in the raw storage `slot`.
/// `name` replaces the operation's name in reports when it is not empty.
bool receive(ChanCore* chan, void* slot, Location where, const char* name = "");
void close(ChanCore* chan, Location where);
std::ptrdiff_t length(ChanCore* chan, Location where);
std::ptrdiff_t capacity(const ChanCore* chan) noexcept;

/// Closes unless it is closed already; returns whether it did. Never panics.
bool close_once(ChanCore& chan, std::uint8_t reason, Location where);
/// Returns the reason of close_once(), 0 while open.
std::uint8_t close_reason(ChanCore& chan, Location where);

/// Performs one of the cases; returns its index, `count` for the default. A chosen receive
/// leaves its result in its Case.
std::uint32_t select(Case* cases, std::uint32_t count, bool has_default, Location where);

/// A counted reference to a channel, null for nil.
class ChanReference {
 public:
  ChanReference() = default;
  /// Takes over one count.
  explicit ChanReference(ChanCore* adopted) noexcept : core_(adopted) {}
  ChanReference(const ChanReference& other) noexcept : core_(other.core_) { retain(core_); }
  ChanReference(ChanReference&& other) noexcept : core_(other.core_) { other.core_ = nullptr; }
  ChanReference& operator=(ChanReference other) noexcept {
    ChanCore* const old = core_;
    core_ = other.core_;
    other.core_ = old;
    return *this;
  }
  ~ChanReference() { release(core_); }

  [[nodiscard]] ChanCore* get() const noexcept { return core_; }

 private:
  ChanCore* core_ = nullptr;
};

}  // namespace gocheck::detail
