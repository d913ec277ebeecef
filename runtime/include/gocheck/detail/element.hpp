#pragma once

#include <cstddef>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

#include <gocheck/detail/chan_core.hpp>

namespace gocheck {

/// The empty value, Go's struct{}: for channels that carry events only.
struct Unit {
  friend bool operator==(Unit, Unit) = default;
};

namespace detail {

void show_signed(long long value, char* text, std::size_t size);
void show_unsigned(unsigned long long value, char* text, std::size_t size);
void show_floating(double value, char* text, std::size_t size);
void show_bool(bool value, char* text, std::size_t size);
void show_unit(char* text, std::size_t size);
/// Quotes the text; it may be null.
void show_text(const char* value, char* text, std::size_t size);

template <typename T>
inline constexpr bool kShowable =
    std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, Unit> ||
    std::is_same_v<T, std::string> || std::is_same_v<T, const char*> || std::is_same_v<T, char*>;

template <typename T>
void show_element(const void* value, char* text, std::size_t size) {
  const T& shown = *static_cast<const T*>(value);
  if constexpr (std::is_same_v<T, bool>) {
    show_bool(shown, text, size);
  } else if constexpr (std::is_same_v<T, Unit>) {
    show_unit(text, size);
  } else if constexpr (std::is_same_v<T, std::string>) {
    show_text(shown.c_str(), text, size);
  } else if constexpr (std::is_pointer_v<T>) {
    show_text(shown, text, size);
  } else if constexpr (std::is_floating_point_v<T>) {
    show_floating(static_cast<double>(shown), text, size);
  } else if constexpr (std::is_enum_v<T>) {
    const auto underlying = static_cast<std::underlying_type_t<T>>(shown);
    show_element<std::underlying_type_t<T>>(&underlying, text, size);
  } else if constexpr (std::is_signed_v<T>) {
    show_signed(static_cast<long long>(shown), text, size);
  } else {
    show_unsigned(static_cast<unsigned long long>(shown), text, size);
  }
}

template <typename T>
consteval auto show_function() -> void (*)(const void*, char*, std::size_t) {
  if constexpr (kShowable<T>) {
    return &show_element<T>;
  } else {
    return nullptr;
  }
}

/// A move constructor that throws ends the program: a value must not be lost on its way.
template <typename T>
inline constexpr ElementType kElementType = {
    .size = sizeof(T),
    .align = alignof(T),
    .move = [](void* to, void* from) noexcept {
      ::new (to) T(std::move(*static_cast<T*>(from)));
    },
    .destroy = [](void* value) noexcept { static_cast<T*>(value)->~T(); },
    .show = show_function<T>(),
};

/// Raw storage for one received value; destroys it when there is one.
template <typename T>
class Slot {
 public:
  Slot() = default;
  ~Slot() {
    if (full_) value().~T();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  [[nodiscard]] void* raw() noexcept { return bytes_; }
  void set_full(bool full) noexcept { full_ = full; }
  [[nodiscard]] bool full() const noexcept { return full_; }
  [[nodiscard]] T& value() noexcept { return *std::launder(reinterpret_cast<T*>(bytes_)); }

 private:
  alignas(T) std::byte bytes_[sizeof(T)];
  bool full_ = false;
};

}  // namespace detail
}  // namespace gocheck
