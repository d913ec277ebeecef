#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gocheck::frontend {

/// One kind of finding: its stable id and its word in --expect, directives and reports.
struct Rule {
  std::string_view id;
  std::string_view kind;
  std::string_view meaning;
  bool is_panic = false;  // Reported as "panic - TEXT": Go would panic or die of a fatal error.
};

[[nodiscard]] std::span<const Rule> rules();
[[nodiscard]] const Rule* rule_of_kind(std::string_view kind);
/// By id or by kind, in any case.
[[nodiscard]] const Rule* rule_of(std::string_view id_or_kind);
[[nodiscard]] std::vector<std::string> all_kinds();

}  // namespace gocheck::frontend
