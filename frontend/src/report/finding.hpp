#pragma once

#include <string>

#include "model/counterexample.hpp"
#include "report/style.hpp"
#include "symbols/source_files.hpp"

namespace gocheck::frontend {

struct ReportOptions {
  Style style;
  TraceDetail trace = TraceDetail::kRelevant;
};

/// "deadlock - all goroutines are asleep": kind and one sentence.
std::string headline(const Counterexample& counterexample);

/// The whole report of one finding, from its headline to the schedule.
std::string render_finding(const Counterexample& counterexample, SourceFiles& sources,
                           const ReportOptions& options);

/// How to see it again.
std::string render_commands(const std::string& file, const Counterexample& counterexample);

}  // namespace gocheck::frontend
