#include "protocol/request.hpp"

#include "protocol/line.hpp"

namespace gocheck::frontend {
namespace {

Line request_line(const Limits& limits, const char* mode) {
  Line line{"request", {}};
  line.add("version", kProtocolVersion);
  line.add("mode", std::string(mode));
  line.add("strategy", limits.strategy);
  if (limits.preemptions) line.add("preemptions", *limits.preemptions);
  if (limits.depth) line.add("depth", *limits.depth);
  line.add("seed", limits.seed);
  if (limits.isolation == "fork" || limits.isolation == "none") line.add("isolation", limits.isolation);
  if (limits.jobs > 1) line.add("jobs", limits.jobs);
  line.add("max-executions", limits.max_executions);
  line.add("max-steps", limits.max_steps);
  line.add("max-findings", limits.max_findings);
  line.add("time-budget-ms", limits.time_budget_ms);
  line.add("max-goroutines", limits.max_goroutines);
  line.add("execution-timeout-ms", limits.execution_timeout_ms);
  line.add("memory-bytes", limits.memory_bytes);
  if (std::string_view(mode) == "explore") line.add("search-memory-bytes", limits.search_memory_bytes);
  line.add("checkpoint", limits.checkpoint);
  line.add("owner", limits.owner);
  line.add("resume", limits.resume);
  return line;
}

}  // namespace

std::string print_explore_request(const Limits& limits, const SavepointPlace& savepoint) {
  Line line = request_line(limits, "explore");
  if (savepoint.bytes > 0) {
    line.add("savepoint-at", savepoint.begin);
    line.add("savepoint-bytes", savepoint.bytes);
  }
  return print_line(line);
}

std::string print_replay_request(const Limits& limits, const std::vector<Step>& schedule) {
  std::string text = print_line(request_line(limits, "replay"));
  for (const Step& step : schedule) {
    Line line{"step", {}};
    line.add("g", step.g);
    line.add("op", step.op);
    line.add("obj", step.obj);
    if (step.cases > 0 || step.select_case > 0) line.add("case", step.select_case);
    // Who is woken follows from the queue; it is told, not chosen.
    if (step.op != "signal" && step.op != "broadcast") line.add("peer", step.peer);
    if (step.peer_case > 0) line.add("peer-case", step.peer_case);
    line.add("value", step.value);
    text += print_line(line);
  }
  return text;
}

}  // namespace gocheck::frontend
