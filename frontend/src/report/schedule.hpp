#pragma once

#include <string>

#include "model/counterexample.hpp"
#include "report/names.hpp"
#include "report/style.hpp"

namespace gocheck::frontend {

/// The schedule, a column for each goroutine; one line per step with a goroutine's name instead
/// when there are too many columns. kRelevant folds stretches that do not bear on the finding.
std::string render_schedule(const Counterexample& counterexample, const Names& names,
                            TraceDetail detail, const Style& style);

}  // namespace gocheck::frontend
