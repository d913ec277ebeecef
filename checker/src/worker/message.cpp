#include "worker/message.hpp"

#include <charconv>
#include <cstdio>

namespace gocheck::checker {
namespace {

bool is_plain(char c) { return c > ' ' && c != '%' && c != '=' && c != 0x7F; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      plain += text[i];
    } else {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return plain;
}

void append_escaped(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    // Bytes of UTF-8 sequences are negative chars: they are not control characters.
    if (is_plain(c) || static_cast<unsigned char>(c) >= 0x80) {
      out += c;
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
}

}  // namespace

Message Message::parse(std::string_view line) {
  const std::size_t word_end = line.find(' ');
  Message message(line.substr(0, word_end));
  while (line.find(' ') != std::string_view::npos) {
    line.remove_prefix(line.find(' ') + 1);
    const std::string_view pair = line.substr(0, line.find(' '));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    message.pairs_.emplace_back(pair.substr(0, equals), unescape(pair.substr(equals + 1)));
  }
  return message;
}

Message& Message::add(std::string_view key, std::string_view value) {
  if (!value.empty()) pairs_.emplace_back(key, value);
  return *this;
}

Message& Message::add_hex(std::string_view key, std::uint64_t value) {
  char text[20];
  std::snprintf(text, sizeof text, "%llx", static_cast<unsigned long long>(value));
  return add(key, std::string_view(text));
}

std::string_view Message::text(std::string_view key) const {
  for (const auto& [name, value] : pairs_) {
    if (name == key) return value;
  }
  return {};
}

std::int64_t Message::number(std::string_view key) const {
  const std::string_view digits = text(key);
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string Message::line() const {
  std::string line = word_;
  for (const auto& [key, value] : pairs_) {
    line += ' ';
    line += key;
    line += '=';
    append_escaped(line, value);
  }
  line += '\n';
  return line;
}

}  // namespace gocheck::checker
