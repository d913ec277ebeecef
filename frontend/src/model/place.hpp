#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gocheck::frontend {

/// A line of the user's source; the file is relative to the program's source root.
struct Place {
  std::string file;
  unsigned line = 0;

  [[nodiscard]] bool known() const { return line != 0 && !file.empty(); }
  [[nodiscard]] std::string text() const {
    return known() ? file + ":" + std::to_string(line) : "";
  }
  /// Of "cache.cc:12"; an unknown place for anything else.
  static Place parse(std::string_view text);
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Frame {
  std::string function;  // As a reader would write it: "main()::<lambda>".
  Place at;
};

using ReturnAddresses = std::vector<std::uint64_t>;  // Innermost first.

}  // namespace gocheck::frontend
