// What a report says beyond what happened: only what the schedule and a passing execution show.

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "model/hint.hpp"
#include "model/unordered.hpp"

using namespace gocheck::frontend;

namespace {

/// A finding of main/1 in the last step; steps as "g op obj".
Counterexample failing(const std::string& kind, const std::vector<std::string>& steps) {
  Counterexample result;
  for (const std::string& text : steps) {
    const std::vector<std::string> words = split(text, ' ');
    Step step;
    step.g = words[0];
    step.op = words[1];
    step.obj = words[2];
    result.schedule.push_back(step);
  }
  Object channel;
  channel.id = "main:chan1";
  channel.kind = "chan";
  channel.capacity = 1;
  result.objects = {channel};
  result.finding.kind = kind;
  result.finding.g = result.schedule.back().g;
  result.finding.step = static_cast<unsigned>(steps.size());
  result.finding.passing = 1;
  return result;
}

Blocked blocked(const char* g, const char* op, const char* obj, const char* holder = "") {
  Blocked one;
  one.g = g;
  one.op = op;
  one.obj = obj;
  one.holder = holder;
  return one;
}

std::vector<Hint::Kind> kinds(const Counterexample& counterexample) {
  std::vector<Hint::Kind> result;
  for (const Hint& hint : find_hints(counterexample)) result.push_back(hint.kind);
  return result;
}

using Kind = Hint::Kind;

}  // namespace

TEST_CASE("unordered: a send and the close before it", "[frontend][order]") {
  Counterexample example =
      failing("send-on-closed", {"main close main:chan1", "main/1 send main:chan1"});
  auto found = find_unordered(example);
  REQUIRE(found);
  CHECK(found->step == 2);
  CHECK(found->earlier == 1);
  CHECK(found->elsewhere == Unordered::Elsewhere::kNothing);
  CHECK(kinds(example) == std::vector{Kind::kCloseBySender});

  example.passed = {{2, "main/1", "send", {}}, {3, "main", "close", {}}};
  CHECK(find_unordered(example)->elsewhere == Unordered::Elsewhere::kOtherOrder);
  example.passed = {{3, "main", "close", {}}};
  CHECK(find_unordered(example)->elsewhere == Unordered::Elsewhere::kOnlyOne);
  // The passing execution closed first as well: it shows nothing about this order.
  example.passed = {{2, "main", "close", {}}, {3, "main/1", "send", {}}};
  CHECK(find_unordered(example)->elsewhere == Unordered::Elsewhere::kNothing);
}

TEST_CASE("unordered: nothing is said when the program orders them", "[frontend][order]") {
  const Counterexample example = failing(
      "send-on-closed", {"main close main:chan1", "main go main/1", "main/1 send main:chan1"});
  CHECK_FALSE(find_unordered(example));
  CHECK(kinds(example).empty());
}

TEST_CASE("unordered: a done that did not wait for an add", "[frontend][order]") {
  Counterexample example = failing(
      "negative-waitgroup", {"main add main:wg1", "main/1 done main:wg1", "main/1 done main:wg1"});
  // Without a passing execution: the same goroutine has called done() twice.
  CHECK_FALSE(find_unordered(example));
  CHECK(kinds(example) == std::vector{Kind::kDoneAgain});
  example.passed = {{1, "main", "add", {}},
                    {2, "main/1", "done", {}},
                    {3, "main/2", "add", {"x.cc", 9}},
                    {4, "main/1", "done", {}}};
  const auto found = find_unordered(example);
  REQUIRE(found);
  CHECK(found->earlier == 0);
  CHECK(found->missing.at.text() == "x.cc:9");
  CHECK(kinds(example) == std::vector{Kind::kAddBeforeGo});
  // The add has been done here too: it is not what is missing.
  example.schedule[0].g = "main/2";
  example.passed = {{3, "main/2", "add", {}}, {4, "main/1", "done", {}}, {5, "main/1", "done", {}}};
  CHECK_FALSE(find_unordered(example));
}

TEST_CASE("hints: room for every sender, when each sends once", "[frontend][hint]") {
  Counterexample example;
  example.finding.kind = "leak";
  Object channel;
  channel.id = "main:chan1";
  channel.kind = "chan";
  channel.at = {"a.cc", 3};
  example.objects = {channel};
  example.blocked = {blocked("main/1", "send", "main:chan1"),
                     blocked("main/2", "send", "main:chan1")};
  Step sent;
  sent.g = "main/3";
  sent.op = "send";
  sent.obj = "main:chan1";
  example.schedule = {sent};
  const std::vector<Hint> hints = find_hints(example);
  REQUIRE(hints.size() == 1);
  CHECK(hints[0].kind == Kind::kCapacity);
  CHECK(hints[0].number == 3);
  CHECK(hints[0].at.text() == "a.cc:3");
  // A producer that goes on for ever needs another cure.
  example.schedule.push_back(sent);
  CHECK(kinds(example) == std::vector{Kind::kWaitForDone});
}

TEST_CASE("hints: locks in a circle, and locks held across a channel", "[frontend][hint]") {
  Counterexample example;
  example.finding.kind = "deadlock";
  example.blocked = {blocked("main", "lock", "main:mutex1", "main/1"),
                     blocked("main/1", "lock", "main:mutex2", "main")};
  CHECK(kinds(example) == std::vector{Kind::kLockOrder});
  example.blocked = {blocked("main", "lock", "main:mutex1", "main/1"),
                     blocked("main/1", "send", "main:chan1")};
  CHECK(kinds(example) == std::vector{Kind::kUnlockFirst});
  example.blocked = {blocked("main", "lock", "main:mutex1", "main")};
  CHECK(kinds(example) == std::vector{Kind::kNotRecursive});
}

TEST_CASE("hints: a counter that stays, a channel that nobody closes", "[frontend][hint]") {
  Counterexample example;
  example.finding.kind = "deadlock";
  Object channel;
  channel.id = "main:chan1";
  channel.kind = "chan";
  example.objects = {channel};
  Step add;
  add.g = "main";
  add.op = "add";
  add.obj = "main:wg1";
  add.before = 0;
  add.after = 2;
  example.schedule = {add};
  example.blocked = {blocked("main", "wait", "main:wg1")};
  CHECK(kinds(example) == std::vector{Kind::kDoneOnEveryPath});
  // Somebody else is blocked too, and may be the one who has yet to call done().
  example.blocked.push_back(blocked("main/1", "recv", "main:chan1"));
  CHECK(kinds(example).empty());
  Step sent = add;
  sent.op = "send";
  sent.obj = "main:chan1";
  example.schedule.push_back(sent);
  CHECK(kinds(example) == std::vector{Kind::kCloseChannel});
}
