#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gocheck::frontend {

/// How text is drawn. Colour escapes take no columns: pad first, paint last.
struct Style {
  bool color = false;
  bool ascii = false;
  std::size_t width = 92;

  [[nodiscard]] std::string red(std::string_view text) const { return paint("1;31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return paint("1;32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return paint("1;33", text); }
  [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return paint("2", text); }

  [[nodiscard]] const char* line() const { return ascii ? "-" : "─"; }
  [[nodiscard]] const char* right() const { return ascii ? ">" : "▶"; }
  [[nodiscard]] const char* left() const { return ascii ? "<" : "◀"; }
  [[nodiscard]] const char* cross() const { return ascii ? "x" : "✗"; }
  [[nodiscard]] const char* turn() const { return ascii ? "*" : "◆"; }
  [[nodiscard]] const char* fold() const { return ascii ? "..." : "…"; }

 private:
  [[nodiscard]] std::string paint(const char* code, std::string_view text) const {
    if (!color || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
};

enum class TraceDetail { kFull, kRelevant, kNone };

}  // namespace gocheck::frontend
