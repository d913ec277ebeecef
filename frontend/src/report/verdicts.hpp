#pragma once

#include <string>
#include <vector>

#include "model/summary.hpp"
#include "protocol/request.hpp"
#include "report/style.hpp"

namespace gocheck::frontend {

/// The flags that kept the search from being complete, with their values: "--max-steps 100000".
std::vector<std::string> limits_met(const Totals& totals, const Limits& limits);

/// The last line about one program, greppable:
/// "2 executions (1 complete, 1 blocked, 0 bounded), 1 finding, 0.01 s, complete".
std::string final_line(const ProgramResult& result);

/// A program without findings, in one or two lines: what was proved, or what cut the search short.
std::string render_pass(const ProgramResult& result, const Style& style);

/// One row for each program, and the count of verdicts.
std::string render_table(const std::vector<ProgramResult>& results, const Style& style);

}  // namespace gocheck::frontend
