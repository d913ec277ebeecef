// Comments at the head of a source, and --expect.
#include "fuzz.hpp"
#include "model/rule.hpp"
#include "targets/directives.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;

namespace {

void require_kinds(const std::vector<std::string>& expect) {
  for (const std::string& kind : expect)
    require(kind == "none" || kind == "any" || rule_of_kind(kind) != nullptr,
            "what is expected has a name");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const auto directives = parse_directives(text, "a.cc");
  if (directives) {
    require_kinds(directives->expect);
    for (const auto& [name, value] : directives->options)
      require(printable(value) == value, "an option's value is printable");
  } else {
    require_message(directives.problem().message);
  }
  const auto expectation = parse_expectation(text);
  if (expectation)
    require_kinds(*expectation);
  else
    require_message(expectation.problem().message);
  return 0;
}
