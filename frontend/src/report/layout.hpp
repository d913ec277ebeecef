#pragma once

#include <string>
#include <vector>

#include "model/place.hpp"
#include "report/style.hpp"
#include "symbols/source_files.hpp"

namespace gocheck::frontend {

/// `left`, then `right` at the end of the line, as columns permit.
std::string spread(const std::string& left, const std::string& right, std::size_t width);

/// The marked line with what is to be said about it below, in its indentation; with `around`, the
/// lines before and after. Nothing but the notes when the source is not there.
std::string excerpt(const Place& place, const std::vector<std::string>& notes, bool around,
                    SourceFiles& sources, const Style& style);

}  // namespace gocheck::frontend
