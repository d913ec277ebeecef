#include "model/place.hpp"

#include "base/text.hpp"

namespace gocheck::frontend {

Place Place::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const auto line = parse_number(text.substr(colon + 1));
  if (!line || *line == 0 || *line > 100'000'000) return {};
  return {std::string(text.substr(0, colon)), static_cast<unsigned>(*line)};
}

}  // namespace gocheck::frontend
