#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "harness.hpp"
#include "model/counterexample_file.hpp"
#include "model/wait_cycle.hpp"

using namespace gocheck::frontend;

namespace {

/// The cache program of the README, with one of every field.
Counterexample sample() {
  Counterexample c;
  c.program = {"cache", "models/cache.cc",     {"--n", "3 \"x\""}, "in.txt",
               "9f3c",  {{"cache.cc", "51ab"}}};
  c.finding = {.rule = "GC001",
               .kind = "deadlock",
               .fingerprint = "c41d7e0a5b12",
               .message = "m",
               .g = "",
               .step = 0,
               .execution = 2,
               .preemptions = 1,
               .turning = 2,
               .passing = 1};
  c.goroutines = {{"main", "", "", {}, "", {}},
                  {"main/1", "refresher", "main", {"cache.cc", 10}, "main()", {}}};
  c.objects = {{"main:mutex1", "mutex", "mu", 0, {"cache.cc", 6}, "main()", {}},
               {"main:chan1", "chan", "updates", 0, {"cache.cc", 8}, "main()", {}}};
  Step go;
  go.g = "main";
  go.op = "go";
  go.obj = "main/1";
  go.at = {"cache.cc", 10};
  Step lock = go;
  lock.g = "main/1";
  lock.op = "recv";
  lock.obj = "main:chan1";
  lock.cases = 2;
  lock.ready = {0, 1};
  lock.peer = "main";
  lock.peer_case = 3;
  lock.value = "v";
  lock.shown = "\xFF";
  lock.before = -1;
  lock.after = 0;
  c.schedule = {go, lock};
  Blocked blocked;
  blocked.g = "main";
  blocked.op = "lock";
  blocked.obj = "main:mutex1";
  blocked.state = "sync.Mutex.Lock";
  blocked.since = 5;
  blocked.holder = "main/1";
  blocked.at = {"cache.cc", 16};
  blocked.frames = {{"main()", {"cache.cc", 16}}};
  Blocked sender;
  sender.g = "main/1";
  sender.obj = "main:chan1";
  sender.cases = {{0, "send", "main:chan1"}};
  c.blocked = {blocked, sender};
  c.users = {{"main:chan1", "recv", "main", {"cache.cc", 19}, "main", 1}};
  c.output = "hello\n";
  return c;
}

std::string message_of(const std::string& text) {
  const auto result = parse_counterexample(text, "x.json");
  REQUIRE_FALSE(result);
  CHECK(result.problem().exit == ExitCode::kUsage);
  return result.problem().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("counterexample: what is written is read back", "[frontend][counterexample]") {
  const std::string text = to_json(sample());
  const auto back = parse_counterexample(text, "x.json");
  REQUIRE(back);
  CHECK(to_json(*back) ==
        replaced(text, "\xEF\xBF\xBD", "\xEF\xBF\xBD"));  // Bad UTF-8 was replaced once.
  CHECK(back->schedule.size() == 2);
  CHECK(back->schedule[1].cases == 2);
  CHECK(back->schedule[1].before == -1);
  CHECK(back->finding.turning == 2);
  CHECK(back->program.args == sample().program.args);
}

TEST_CASE("counterexample: one step a line, and unknown fields are ignored",
          "[frontend][counterexample]") {
  const std::string text = to_json(sample());
  CHECK(text.find(
            "\n    {\"g\":\"main\",\"op\":\"go\",\"obj\":\"main/1\",\"at\":\"cache.cc:10\"},\n") !=
        std::string::npos);
  CHECK(parse_counterexample(replaced(text, "\"version\": 1", "\"version\": 1, \"later\": {}"),
                             "x.json"));
}

TEST_CASE("counterexample: each way of being damaged has its message",
          "[frontend][counterexample]") {
  const std::string good = to_json(sample());
  CHECK(message_of("") ==
        "x.json: the file is empty; record the counterexample again with gocheck run");
  CHECK(message_of(" \n") ==
        "x.json: the file is empty; record the counterexample again with gocheck run");
  CHECK(message_of("hello") ==
        "x.json:1:1: not JSON, so not a counterexample; those are written by gocheck run, into "
        ".gocheck/ by default");
  CHECK(
      message_of(good.substr(0, good.size() / 2)).find("the file ends in the middle (truncated)") !=
      std::string::npos);
  CHECK(message_of(replaced(good, "\"version\": 1", "\"version\": 2")) ==
        "x.json: counterexample version 2; this gocheck reads version 1. Record it again, or use "
        "the gocheck that wrote it");
  CHECK(message_of(replaced(good, "gocheck-counterexample", "gocheck-summary"))
            .find("JSON, but not a counterexample") != std::string::npos);
  CHECK(message_of("[1]").find("JSON, but not a counterexample") != std::string::npos);
  CHECK(message_of(replaced(good, "\"g\":\"main/1\"", "\"g\":5")) ==
        "x.json: schedule[1].g is not a string; the file is damaged, record the counterexample "
        "again");
  CHECK(message_of(replaced(good, "\"schedule\"", "\"scheduel\"")).find("schedule is missing") !=
        std::string::npos);
  CHECK(message_of(replaced(good, "\"case\":0", "\"case\":-1"))
            .find("schedule[1].case is not a number in range") != std::string::npos);
  CHECK(message_of(replaced(good, "\"deadlock\"", "\"deadlocks\"")).find("unknown kind or rule") !=
        std::string::npos);
}

// Every prefix of a real file: a message, never a crash, never accepted.
TEST_CASE("counterexample: no truncation is taken for a counterexample",
          "[frontend][counterexample]") {
  const std::string good = to_json(sample());
  for (std::size_t size = 0; size + 2 < good.size(); size += 7)
    CHECK_FALSE(parse_counterexample(good.substr(0, size), "x.json"));
}

TEST_CASE("counterexample: the fingerprint depends on rule, places and names only",
          "[frontend][counterexample]") {
  const std::string original = fingerprint(sample());
  CHECK(original.size() == 12);
  Counterexample other = sample();
  other.schedule.pop_back();
  other.objects[0].id = "main:mutex9";
  other.blocked[0].obj = "main:mutex9";
  other.blocked[0].since = 99;
  CHECK(fingerprint(other) == original);
  other.blocked[0].at.line = 17;
  CHECK(fingerprint(other) != original);
}

TEST_CASE("counterexample: who waits for whom", "[frontend][counterexample]") {
  const auto cycle = wait_cycle(sample());
  REQUIRE(cycle.size() == 2);
  CHECK(cycle[0].from == "main");
  CHECK(cycle[0].to == "main/1");
  CHECK(cycle[1].object == "main:chan1");
  Counterexample open = sample();
  open.users.clear();
  CHECK(wait_cycle(open).empty());
}

TEST_CASE("counterexample: control characters do not reach the terminal",
          "[frontend][counterexample]") {
  const auto read =
      parse_counterexample(replaced(replaced(to_json(sample()), "\"refresher\"", "\"\\u001b[2J\""),
                                    "cache.cc:10", "\\u001b:10"),
                           "x.json");
  REQUIRE(read);
  CHECK(read->goroutines[1].name == "\\x1b[2J");
  CHECK(read->schedule[0].at.file.find('\x1b') == std::string::npos);
}
