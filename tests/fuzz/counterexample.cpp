// Counterexample files: what is read is written back as it was, and every reader can draw it.
#include "fuzz.hpp"
#include "model/counterexample_file.hpp"
#include "report/finding.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;

namespace {

void require_drawable(const Counterexample& counterexample, const ReportOptions& options) {
  SourceFiles sources("/nonexistent");
  const std::string report = render_finding(counterexample, sources, options);
  for (const std::string& line : split(report, '\n'))
    require(printable(line) == line, "a report is printable");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto counterexample = parse_counterexample(text_of(data, size), "file.json");
  if (!counterexample) {
    require_message(counterexample.problem().message);
    return 0;
  }
  const std::string written = to_json(*counterexample);
  const auto again = parse_counterexample(written, "file.json");
  require(static_cast<bool>(again), "what is written can be read");
  require(to_json(*again) == written, "what is written and read is the same");
  require_drawable(*counterexample, {.style = {}, .trace = TraceDetail::kFull});
  require_drawable(*counterexample, {.style = {.ascii = true, .width = 60}, .trace = TraceDetail::kRelevant});
  (void)render_commands("file.json", *counterexample);
  return 0;
}
