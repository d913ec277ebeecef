#include <gocheck/select.hpp>

#include <vector>

#include <gocheck/panic.hpp>

namespace gocheck {

int select(std::span<SelectCase> cases, Location where) {
  std::vector<detail::Case> raw;
  std::vector<int> positions;   // Of the cases in `raw`.
  raw.reserve(cases.size());
  positions.reserve(cases.size());
  int default_position = -1;
  for (int position = 0; position < static_cast<int>(cases.size()); ++position) {
    detail::Case described{};
    if (cases[static_cast<std::size_t>(position)].part_->describe(described)) {
      raw.push_back(described);
      positions.push_back(position);
    } else {
      if (default_position >= 0) panic("select: more than one otherwise()", where);
      default_position = position;
    }
  }
  const std::uint32_t chosen = detail::select(raw.data(), static_cast<std::uint32_t>(raw.size()),
                                              default_position >= 0, where);
  const bool is_default = chosen == raw.size();
  const int taken = is_default ? default_position : positions[chosen];
  cases[static_cast<std::size_t>(taken)].part_->finish(!is_default && raw[chosen].ok);
  return taken;
}

}  // namespace gocheck
