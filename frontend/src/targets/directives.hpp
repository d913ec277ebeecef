#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "model/place.hpp"

namespace gocheck::frontend {

/// What the leading comment of a source says about how to check it:
/// `// gocheck: expect deadlock,leak`, `args --n 3`, `stdin input.txt`, `max-executions 500`.
struct Directives {
  std::vector<std::string> expect;  // Empty: nothing is said. {"none"}, {"any"} or kinds.
  Place expect_at;
  std::vector<std::string> args;
  std::string stdin_path;
  std::map<std::string, std::string> options;  // A run option without its dashes, and its value.
};

/// Reads the comment and blank lines at the head of `source`. Errors: an unknown directive or kind.
Expected<Directives> parse_directives(std::string_view source, const std::string& file_name);

/// {"none"}, {"any"} or kinds, from "deadlock,leak". Errors: an unknown kind, with a suggestion.
Expected<std::vector<std::string>> parse_expectation(std::string_view text);

}  // namespace gocheck::frontend
