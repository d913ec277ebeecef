#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gocheck::frontend {

/// Columns that UTF-8 `text` takes on a terminal; wide characters take two.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// `text` with blanks after it up to `width` columns.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
/// `text`, cut to `width` columns with an ellipsis (`~` when ascii) when it is longer.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t width, bool ascii);
/// Printable: control characters as \xNN, malformed UTF-8 as U+FFFD, tabs as four blanks.
[[nodiscard]] std::string printable(std::string_view text);
/// In double quotes, printable and not long: a piece of an input, in a message about it.
[[nodiscard]] std::string in_quotes(std::string_view text);
/// Breaks at blanks so that no line is wider than `width`, where words allow it.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::vector<std::string> split_words(
    std::string_view text);  // '...' and "..." group.
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

/// 12403 as 12,403.
[[nodiscard]] std::string thousands(std::uint64_t number);
/// "1 finding", "2 findings".
[[nodiscard]] std::string count_of(std::uint64_t number, std::string_view noun);
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text, int base = 10);
/// Milliseconds of "500ms", "30s", "10m", "1h" or "0".
[[nodiscard]] std::optional<std::uint64_t> parse_duration_ms(std::string_view text);
/// Bytes of "512M", "2G", "64k" or "0".
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

/// The candidate that `word` is probably a misspelling of; empty when none is near.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace gocheck::frontend
