#pragma once

namespace gocheck {

/// A place in the user's source, taken at compile time by a defaulted argument.
/// Our own instead of std::source_location, which clang 14 lacks with libstdc++ 12.
struct Location {
  const char* file = "";
  const char* function = "";
  unsigned line = 0;

  static constexpr Location current(const char* file = __builtin_FILE(),
                                    const char* function = __builtin_FUNCTION(),
                                    unsigned line = __builtin_LINE()) noexcept {
    return {file, function, line};
  }
};

}  // namespace gocheck
