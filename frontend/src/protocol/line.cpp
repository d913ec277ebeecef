#include "protocol/line.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

Problem malformed(std::string_view what, std::string_view text) {
  return {ExitCode::kTarget,
          "malformed report (" + std::string(what) + "): " + shorten(printable(text), 80, true)};
}

bool unescape(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return false;
    const std::size_t high = kDigits.find(text[i + 1]);
    const std::size_t low = kDigits.find(text[i + 2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

void escape(std::string_view text, std::string& out) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '%' || c == '=') {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
}

}  // namespace

std::string Line::text(std::string_view key) const {
  for (const auto& [name, value] : pairs)
    if (name == key) return value;
  return {};
}

std::uint64_t Line::number(std::string_view key, int base) const {
  std::string digits = text(key);
  if (base == 16 && digits.starts_with("0x")) digits.erase(0, 2);
  return parse_number(digits, base).value_or(0);
}

bool Line::has(std::string_view key) const {
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return pair.first == key; });
}

void Line::add(std::string key, std::string value) {
  if (!value.empty()) pairs.emplace_back(std::move(key), std::move(value));
}

Expected<Line> parse_line(std::string_view text) {
  Line line;
  bool first = true;
  for (const std::string& part : split(text, ' ')) {
    if (first) {
      if (part.empty()) return malformed("no word", text);
      line.word = part;
      first = false;
      continue;
    }
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == 0 || equals == std::string::npos) return malformed("no key=value", text);
    std::string value;
    if (!unescape(std::string_view(part).substr(equals + 1), value))
      return malformed("bad %XX", text);
    line.pairs.emplace_back(part.substr(0, equals), std::move(value));
  }
  return line;
}

std::string print_line(const Line& line) {
  std::string out = line.word;
  for (const auto& [key, value] : line.pairs) {
    out += ' ';
    out += key;
    out += '=';
    escape(value, out);
  }
  return out + '\n';
}

}  // namespace gocheck::frontend
