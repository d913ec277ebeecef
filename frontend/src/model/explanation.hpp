#pragma once

#include <string_view>

namespace gocheck::frontend {

/// What `gocheck explain` and docs/diagnostics.md say about one rule.
struct Explanation {
  std::string_view rule;     // GC001
  std::string_view meaning;  // Paragraphs.
  std::string_view example;  // C++ that makes the finding; empty: none is short enough.
  std::string_view fixes;
};

/// Null for an unknown id.
[[nodiscard]] const Explanation* explanation_of(std::string_view rule);

}  // namespace gocheck::frontend
