#include <catch2/catch.hpp>

#include "protocol/line.hpp"
#include "protocol/reports.hpp"
#include "protocol/request.hpp"

using Catch::EndsWith;
using namespace gocheck::frontend;

namespace {

Line line_of(const std::string& text) {
  const auto line = parse_line(text);
  REQUIRE(line);
  return *line;
}

}  // namespace

TEST_CASE("protocol: what is printed is read back", "[frontend][protocol]") {
  Line line{"step", {}};
  line.add("g", std::string("main/1"));
  line.add("value", std::string("a b=c%\n\x01\x7F ü"));
  line.add("empty", std::string());
  line.add("n", std::uint64_t{0});
  const std::string text = print_line(line);
  CHECK(text == "step g=main/1 value=a%20b%3Dc%25%0A%01%7F%20ü n=0\n");
  const Line back = line_of(text.substr(0, text.size() - 1));
  CHECK(back.pairs == line.pairs);
  CHECK(back.text("value") == "a b=c%\n\x01\x7F ü");
  CHECK_FALSE(back.has("empty"));
  CHECK(back.text("empty").empty());
}

TEST_CASE("protocol: malformed lines are refused", "[frontend][protocol]") {
  for (const char* bad :
       {"", " step", "step g", "step =x", "step g=%", "step g=%4", "step g=%zz"}) {
    INFO(bad);
    CHECK_FALSE(parse_line(bad));
  }
  CHECK(line_of("step g=a=b").text("g") == "a=b");  // Tolerated, as nothing is lost.
  CHECK(line_of("hello base=0x7f").number("base", 16) == 127);
  CHECK(line_of("hello base=7f").number("base") == 0);
}

TEST_CASE("protocol: a replay request carries what chooses the transition",
          "[frontend][protocol]") {
  Step step;
  step.g = "main";
  step.op = "recv";
  step.obj = "main:chan2";
  step.select_case = 0;
  step.cases = 2;
  step.peer = "main/1";
  step.peer_case = 1;
  step.shown = "not needed";
  const std::string text = print_replay_request({.seed = 7, .max_findings = 0}, {step});
  CHECK(text ==
        "request version=1 mode=replay strategy=auto seed=7 max-executions=0 max-steps=100000 "
        "max-findings=0 "
        "time-budget-ms=600000 max-goroutines=1000 execution-timeout-ms=10000 "
        "memory-bytes=4294967296\n"
        "step g=main op=recv obj=main:chan2 case=0 peer=main/1 peer-case=1\n");
  Step signal;   // Whom it wakes was told by an earlier replay.
  signal.g = "main";
  signal.op = "signal";
  signal.obj = "main:cond1";
  signal.peer = "main/1";
  CHECK_THAT(print_replay_request({}, {signal}), EndsWith("\nstep g=main op=signal obj=main:cond1\n"));
}

TEST_CASE("protocol: an exploration", "[frontend][protocol]") {
  ExplorationReader reader;
  Exploration result;
  for (const char* text :
       {"hello version=1 pid=5 base=0",
        "progress executions=7 depth=3 max-depth=9 findings=1 new-key=x",
        "finding kind=deadlock execution=7 steps=1 preemptions=2 turning=1 passing=3",
        "step g=main op=send obj=main:chan1 case=1 peer=main/1 peer-case=2",
        "user obj=main:chan1 op=recv g=main/1 at=a.cc:9 execution=3", "end",
        "done executions=9 complete=5 blocked=3 bounded=1 redundant=4 max-depth=12 cpu-ns=77 "
        "stopped=complete bounds=max-steps,max-goroutines loop-g=main loop-at=a.cc:3"})
    REQUIRE_FALSE(reader.take(line_of(text), result));
  CHECK(reader.progress().executions == 7);
  REQUIRE(result.candidates.size() == 1);
  const Candidate& candidate = result.candidates.front();
  CHECK(candidate.turning == 1);
  CHECK(candidate.passing == 3);
  REQUIRE(candidate.schedule.size() == 1);
  CHECK(candidate.schedule.front().peer_case == 2);
  CHECK(candidate.users.front().at == Place{"a.cc", 9});
  CHECK(result.done);
  CHECK(result.totals.executions == 9);
  CHECK(result.totals.bounds == std::vector<std::string>{"max-steps", "max-goroutines"});
  CHECK_FALSE(result.totals.is_complete());
}

TEST_CASE("protocol: lines out of place and other versions are refused", "[frontend][protocol]") {
  ExplorationReader reader;
  Exploration result;
  CHECK(reader.take(line_of("step g=main"), result));
  CHECK(reader.take(line_of("hello version=2"), result));
  REQUIRE_FALSE(reader.take(line_of("finding kind=leak"), result));
  CHECK(reader.take(line_of("done"), result));
  Replay replay;
  CHECK(take_replay_line(line_of("case g=main n=0"), replay));
}

TEST_CASE("protocol: complete means to the end, without bounds", "[frontend][protocol]") {
  CHECK(Totals{.stopped = "complete"}.is_complete());
  CHECK_FALSE(Totals{.stopped = "findings"}.is_complete());
  CHECK_FALSE(Totals{.bounded = 1, .stopped = "complete"}.is_complete());
  CHECK_FALSE(Totals{.stopped = "complete", .bounds = {"max-steps"}}.is_complete());
}
