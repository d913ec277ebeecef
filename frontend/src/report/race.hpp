#pragma once

#include <string>

#include "report/names.hpp"
#include "report/style.hpp"
#include "symbols/source_files.hpp"

namespace gocheck::frontend {

/// "data race on hits (global, 4 bytes)".
std::string race_headline(const Race& race);

/// Both accesses with their lines, and why nothing orders them.
/// Requires: the counterexample is of a race.
std::string render_race(const Counterexample& counterexample, const Names& names,
                        SourceFiles& sources, const Style& style);

}  // namespace gocheck::frontend
