#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/summary.hpp"

namespace gocheck::frontend {

/// JUnit XML for CI dashboards: a suite for each folder, a case for each program. A program that
/// could not be checked is an error, an unmet expectation a failure; `report` gives a finding's text.
std::string to_junit(const std::vector<ProgramResult>& results,
                     const std::function<std::string(const ProgramResult&)>& report);

}  // namespace gocheck::frontend
