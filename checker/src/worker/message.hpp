#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gocheck::checker {

/// A line of docs/worker-protocol.md: a word, then key=value pairs.
class Message {
 public:
  explicit Message(std::string_view word) : word_(word) {}
  /// Reads a line without its newline. Malformed parts are taken as they are.
  static Message parse(std::string_view line);

  Message& add(std::string_view key, std::string_view value);   // An empty value is left out.
  Message& add(std::string_view key, std::integral auto value) {
    return add(key, std::string_view(std::to_string(value)));
  }
  Message& add_hex(std::string_view key, std::uint64_t value);

  [[nodiscard]] const std::string& word() const { return word_; }
  [[nodiscard]] std::string_view text(std::string_view key) const;
  /// 0 when absent.
  [[nodiscard]] std::int64_t number(std::string_view key) const;
  [[nodiscard]] std::string line() const;

 private:
  std::string word_;
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace gocheck::checker
