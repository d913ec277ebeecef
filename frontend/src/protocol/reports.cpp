#include "protocol/reports.hpp"

#include "base/text.hpp"
#include "protocol/request.hpp"

namespace gocheck::frontend {
namespace {

unsigned small(const Line& line, std::string_view key) {
  return static_cast<unsigned>(line.number(key));
}

std::vector<std::uint64_t> numbers(const Line& line, std::string_view key) {
  std::vector<std::uint64_t> result;
  if (!line.has(key)) return result;
  for (const std::string& digits : split(line.text(key), ','))
    if (const auto number = parse_number(digits)) result.push_back(*number);
  return result;
}

Place place(const Line& line, std::string_view key) { return Place::parse(line.text(key)); }

ReturnAddresses addresses(const Line& line, std::string_view key) {
  ReturnAddresses result;
  const std::string list = line.text(key);
  if (list.empty()) return result;
  for (std::string digits : split(list, ',')) {
    if (digits.starts_with("0x")) digits.erase(0, 2);
    if (const auto address = parse_number(digits, 16)) result.push_back(*address);
  }
  return result;
}

std::optional<std::int64_t> integer(const Line& line, std::string_view key) {
  const std::string text = line.text(key);
  if (text.empty()) return std::nullopt;
  const bool negative = text.front() == '-';
  const auto size = parse_number(std::string_view(text).substr(negative ? 1 : 0));
  if (!size) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - *size : *size);
}

Step read_step(const Line& line) {
  Step step;
  step.g = line.text("g");
  step.op = line.text("op");
  step.obj = line.text("obj");
  step.select_case = small(line, "case");
  step.cases = small(line, "cases");
  step.peer = line.text("peer");
  step.peer_op = line.text("peer-op");
  step.peer_case = small(line, "peer-case");
  step.value = line.text("value");
  step.shown = line.text("shown");
  if (line.has("ready"))
    for (const std::string& position : split(line.text("ready"), ','))
      if (const auto number = parse_number(position))
        step.ready.push_back(static_cast<unsigned>(*number));
  step.at = place(line, "at");
  step.function = line.text("func");
  step.pcs = addresses(line, "pcs");
  step.peer_at = place(line, "peer-at");
  step.peer_function = line.text("peer-func");
  step.peer_pcs = addresses(line, "peer-pcs");
  step.detail = line.text("detail");
  step.before = integer(line, "before");
  step.after = integer(line, "after");
  return step;
}

WorkerError read_error(const Line& line) {
  return {line.text("what"), line.text("message"), line.text("expected"), line.text("offered"),
          small(line, "step")};
}

Failure check_hello(const Line& line) {
  if (line.number("version") == kProtocolVersion) return std::nullopt;
  return Problem{ExitCode::kTarget,
                 "the program speaks version " + shorten(printable(line.text("version")), 20, true) +
                     " of the worker protocol, this gocheck version " +
                     std::to_string(kProtocolVersion) +
                     "; rebuild the program with the gocheck::runtime of this gocheck"};
}

void read_totals(const Line& line, Totals& totals) {
  totals.executions = line.number("executions");
  totals.complete = line.number("complete");
  totals.blocked = line.number("blocked");
  totals.polling = line.number("polling");
  totals.bounded = line.number("bounded");
  totals.redundant = line.number("redundant");
  totals.max_depth = line.number("max-depth");
  totals.isolation = line.text("isolation");
  totals.fallback = line.text("fallback");
  totals.fallback_why = line.text("fallback-why");
  totals.hidden_goroutine = line.text("hidden-g");
  totals.hidden_at = place(line, "hidden-at");
  totals.workers = std::max<std::uint64_t>(line.number("workers"), 1);
  totals.sampled = line.number("sampled");
  totals.pct = {line.number("pct-depth"), line.number("pct-executions"),
                line.number("goroutines"), line.number("pct-steps"), line.number("pct-draws") != 0};
  totals.by_preemptions = numbers(line, "by-preemptions");
  totals.preemption_passes = line.number("preemption-passes");
  totals.estimate = line.number("estimate");
  totals.estimate_sd = line.number("estimate-sd");
  if (line.has("searched")) totals.searched = line.number("searched");
  if (line.has("explored")) totals.explored_per_mille = line.number("explored");
  totals.stopped = line.text("stopped");
  totals.has_checkpoint = line.text("checkpoint") == "made";
  totals.checkpoint_error = line.text("checkpoint-error");
  if (line.has("bounds"))
    for (const std::string& bound : split(line.text("bounds"), ','))
      if (!bound.empty()) totals.bounds.push_back(bound);
  totals.loop_goroutine = line.text("loop-g");
  totals.loop_at = place(line, "loop-at");
  totals.loop_times = line.number("loop-times");
}

Problem unexpected(const Line& line) {
  return {ExitCode::kTarget, "unexpected report " + in_quotes(line.word) + " from the program"};
}

Blocked read_blocked(const Line& line) {
  Blocked blocked;
  blocked.g = line.text("g");
  blocked.op = line.text("op");
  blocked.obj = line.text("obj");
  blocked.state = line.text("state");
  blocked.since = small(line, "since");
  blocked.holder = line.text("holder");
  blocked.holder_since = small(line, "holder-since");
  blocked.at = place(line, "at");
  blocked.function = line.text("func");
  blocked.pcs = addresses(line, "pcs");
  return blocked;
}

MemoryAccess read_access(const Line& line) {
  MemoryAccess access;
  access.g = line.text("g");
  access.op = line.text("op");
  access.step = small(line, "step");
  access.size = small(line, "size");
  if (line.has("locks")) access.locks = split(line.text("locks"), ',');
  access.pcs = addresses(line, "pcs");
  return access;
}

UnrepeatableCall read_call(const Line& line) {
  return {line.text("name"), {}, "", addresses(line, "pcs")};
}

}  // namespace

Failure ExplorationReader::take(const Line& line, Exploration& result) {
  if (in_finding_ &&
      (line.word == "step" || line.word == "user" || line.word == "passed" || line.word == "end")) {
    Candidate& candidate = result.candidates.back();
    if (line.word == "step")
      candidate.schedule.push_back(read_step(line));
    else if (line.word == "user")
      candidate.users.push_back({line.text("obj"), line.text("op"), line.text("g"),
                                 place(line, "at"), line.text("func"), line.number("execution")});
    else if (line.word == "passed")
      candidate.passed.push_back(
          {small(line, "n"), line.text("g"), line.text("op"), place(line, "at")});
    else
      in_finding_ = false;
    return std::nullopt;
  }
  if (in_finding_) return unexpected(line);
  if (line.word == "hello") {
    result.sees_races = line.text("race") != "0";
    result.base = line.number("base", 16);
    return check_hello(line);
  }
  if (line.word == "progress") {
    progress_ = {line.number("executions"), line.number("depth"),    line.number("max-depth"),
                 line.number("findings"),   line.number("estimate"), line.number("estimate-sd"),
                 line.number("explored"),   line.number("earlier")};
  } else if (line.word == "finding") {
    result.candidates.push_back({line.text("kind"),
                                 line.text("race"),
                                 line.number("execution"),
                                 small(line, "preemptions"),
                                 line.number("minimal") != 0,
                                 small(line, "turning"),
                                 line.number("passing"),
                                 {},
                                 {},
                                 {}});
    in_finding_ = true;
  } else if (line.word == "call") {
    result.calls.push_back(read_call(line));
  } else if (line.word == "error") {
    result.error = read_error(line);
  } else if (line.word == "done") {
    read_totals(line, result.totals);
    result.done = true;
  } else {
    return unexpected(line);
  }
  return std::nullopt;
}

Failure take_replay_line(const Line& line, Replay& result) {
  if (line.word == "hello") {
    result.base = line.number("base", 16);
    return check_hello(line);
  }
  if (line.word == "goroutine") {
    result.goroutines.push_back({line.text("id"), line.text("name"), line.text("parent"),
                                 place(line, "at"), line.text("func"), addresses(line, "pcs")});
  } else if (line.word == "object") {
    result.objects.push_back({line.text("id"), line.text("kind"), line.text("name"),
                              line.number("cap"), place(line, "at"), line.text("func"),
                              addresses(line, "pcs")});
  } else if (line.word == "step") {
    result.steps.push_back(read_step(line));
  } else if (line.word == "blocked") {
    result.blocked.push_back(read_blocked(line));
  } else if (line.word == "case") {
    if (result.blocked.empty()) return unexpected(line);
    result.blocked.back().cases.push_back({small(line, "n"), line.text("op"), line.text("obj")});
  } else if (line.word == "panic") {
    result.panics.push_back({line.text("g"),
                             small(line, "step"),
                             line.text("message"),
                             place(line, "at"),
                             line.text("func"),
                             addresses(line, "pcs"),
                             {}});
  } else if (line.word == "race") {
    Race race;
    race.id = line.text("id");
    race.address = line.number("address", 16);
    race.known_step = small(line, "known-step");
    result.races.push_back(std::move(race));
  } else if (line.word == "access") {
    if (result.races.empty()) return unexpected(line);
    result.races.back().accesses.push_back(read_access(line));
  } else if (line.word == "call") {
    result.calls.push_back(read_call(line));
  } else if (line.word == "diverged") {
    result.divergence = {small(line, "step"), line.text("expected"), line.text("offered"),
                         place(line, "at")};
  } else if (line.word == "outcome") {
    if (line.text("kind") != "none")
      result.outcomes.push_back(
          {line.text("kind"), line.text("g"), line.text("message"), small(line, "step"),
           line.text("race")});
  } else if (line.word == "error") {
    result.error = read_error(line);
  } else if (line.word == "done") {
    result.main_ended = line.text("main");
    result.done = true;
  } else if (line.word != "progress") {
    return unexpected(line);
  }
  return std::nullopt;
}

}  // namespace gocheck::frontend
