#include "report/layout.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kMargin = 10;  // "  >  16 | "

std::string numbered(char mark, unsigned number, const std::string& text, const Style& style) {
  const std::string shown = shorten(printable(text), style.width - kMargin, style.ascii);
  return fmt::format("  {} {:>3} | {}", mark, number, shown);
}

}  // namespace

std::string spread(const std::string& left, const std::string& right, std::size_t width) {
  const std::size_t used = display_width(left) + display_width(right);
  if (right.empty()) return left + "\n";
  return left + std::string(used + 2 > width ? 2 : width - used, ' ') + right + "\n";
}

std::string excerpt(const Place& place, const std::vector<std::string>& notes, bool around,
                    SourceFiles& sources, const Style& style) {
  std::string out;
  const std::string* const text = sources.line(place);
  const std::string* const before = around ? sources.line(place.file, place.line - 1) : nullptr;
  const std::string* const after = around ? sources.line(place.file, place.line + 1) : nullptr;
  if (before != nullptr && !trim(*before).empty())
    out += style.dim(numbered(' ', place.line - 1, *before, style)) + "\n";
  if (text != nullptr) out += style.bold(numbered('>', place.line, *text, style)) + "\n";
  const std::size_t source_indent =
      text == nullptr
          ? 0
          : display_width(printable(*text)) - display_width(printable(text->substr(std::min(
                                                  text->find_first_not_of(" \t"), text->size()))));
  const std::size_t indent = std::min<std::size_t>(source_indent, 24);
  for (const std::string& note : notes)
    for (const std::string& line : wrap(note, style.width - kMargin - indent))
      out += "        | " + std::string(indent, ' ') + line + "\n";
  if (after != nullptr && !trim(*after).empty())
    out += style.dim(numbered(' ', place.line + 1, *after, style)) + "\n";
  return out;
}

}  // namespace gocheck::frontend
