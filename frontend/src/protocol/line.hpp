#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"

namespace gocheck::frontend {

/// One line of the worker protocol (docs/worker-protocol.md): a word and key=value pairs.
struct Line {
  std::string word;
  std::vector<std::pair<std::string, std::string>> pairs;

  /// Empty when absent.
  [[nodiscard]] std::string text(std::string_view key) const;
  /// 0 when absent or not a number.
  [[nodiscard]] std::uint64_t number(std::string_view key, int base = 10) const;
  [[nodiscard]] bool has(std::string_view key) const;
  /// Adds the pair unless the value is empty: an absent key means empty.
  void add(std::string key, std::string value);
  void add(std::string key, std::uint64_t value) { add(std::move(key), std::to_string(value)); }
};

Expected<Line> parse_line(std::string_view text);
/// With the newline.
std::string print_line(const Line& line);

}  // namespace gocheck::frontend
