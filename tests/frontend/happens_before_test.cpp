// Which steps are ordered, edge by edge of the Go memory model, and which are not.

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "model/happens_before.hpp"

using namespace gocheck::frontend;

namespace {

/// A schedule from "g op obj", one step a piece; a rendezvous is "g send obj peer".
Counterexample schedule_of(const std::vector<std::string>& steps, std::uint64_t capacity = 0) {
  Counterexample result;
  Object channel;
  channel.id = "main:chan1";
  channel.kind = "chan";
  channel.capacity = capacity;
  result.objects = {channel};
  for (const std::string& text : steps) {
    const std::vector<std::string> words = split(text, ' ');
    Step step;
    step.g = words[0];
    step.op = words[1];
    if (words.size() > 2) step.obj = words[2];
    if (words.size() > 3) step.peer = words[3];
    result.schedule.push_back(step);
  }
  return result;
}

struct Case {
  const char* what;
  std::vector<std::string> steps;
  std::uint64_t capacity;
  bool ordered;  // The first step and the last one.
};

}  // namespace

TEST_CASE("happens-before: each edge, and nothing else", "[frontend][order]") {
  const auto [what, steps, capacity, ordered] = GENERATE(values<Case>({
      {"one goroutine", {"main add main:wg1", "main done main:wg1"}, 0, true},
      {"two goroutines", {"a add main:wg1", "b add main:wg1"}, 0, false},
      {"go", {"a add main:wg1", "a go a/1", "a/1 choose"}, 0, true},
      {"go, but later", {"a go a/1", "a add main:wg1", "a/1 choose"}, 0, true},
      {"what follows go", {"a choose", "b go b/1", "b/1 choose"}, 0, false},
      {"unbuffered: send before receive", {"a choose", "a send main:chan1 b", "b choose"}, 0, true},
      {"unbuffered: receive before send", {"b choose", "a send main:chan1 b", "a choose"}, 0, true},
      {"buffered: send before its receive",
       {"a choose", "a send main:chan1", "b recv main:chan1", "b choose"},
       2,
       true},
      {"buffered: not before another's receive",
       {"a choose", "c send main:chan1", "a send main:chan1", "b recv main:chan1", "b choose"},
       2,
       false},
      {"buffered: a receive before the send it makes room for",
       {"b choose", "a send main:chan1", "b recv main:chan1", "a send main:chan1", "a choose"},
       1,
       true},
      {"buffered: a receive orders no send that had room",
       {"b choose", "a send main:chan1", "b recv main:chan1", "a send main:chan1", "a choose"},
       2,
       false},
      {"close before a receive that finds it closed",
       {"a choose", "a close main:chan1", "b recv main:chan1"},
       1,
       true},
      {"close, but the receive takes a value",
       {"a choose", "c send main:chan1", "a close main:chan1", "b recv main:chan1", "b choose"},
       1,
       false},
      {"close and a send that panics", {"a close main:chan1", "b send main:chan1"}, 1, false},
      {"a send that panics orders nothing",
       {"b choose", "a close main:chan1", "b send main:chan1", "c recv main:chan1"},
       1,
       false},
      {"a second close orders nothing",
       {"b choose", "a close main:chan1", "b close main:chan1", "c recv main:chan1"},
       1,
       false},
      {"unlock before lock",
       {"a choose", "a lock main:mutex1", "a unlock main:mutex1", "b lock main:mutex1"},
       0,
       true},
      {"lock before nothing",
       {"a lock main:mutex1", "a choose", "b try-lock main:mutex1", "b choose"},
       0,
       false},
      {"a try-lock that succeeds is a lock",
       {"a lock main:mutex1", "a unlock main:mutex1", "b try-lock main:mutex1"},
       0,
       true},
      {"a try-lock that fails orders nothing",
       {"a lock main:mutex1", "a unlock main:mutex1", "c lock main:mutex1",
        "b try-lock main:mutex1", "b choose"},
       0,
       false},
      {"shared unlock before exclusive lock",
       {"a rlock main:rwmutex1", "a runlock main:rwmutex1", "b announce main:rwmutex1",
        "b acquire main:rwmutex1"},
       0,
       true},
      {"shared unlock orders no shared lock",
       {"a rlock main:rwmutex1", "a runlock main:rwmutex1", "b rlock main:rwmutex1"},
       0,
       false},
      {"exclusive unlock before shared lock",
       {"a announce main:rwmutex1", "a acquire main:rwmutex1", "a wunlock main:rwmutex1",
        "b rlock main:rwmutex1"},
       0,
       true},
      {"done before wait", {"a choose", "a done main:wg1", "b wait main:wg1"}, 0, true},
      {"wait before no add", {"b wait main:wg1", "a add main:wg1"}, 0, false},
      {"the call of a Once before all that pass it",
       {"a once-enter main:once1", "a once-done main:once1", "b once-pass main:once1"},
       0,
       true},
      {"signal before the wait that it wakes",
       {"a choose", "a signal main:cond1 b", "b lock main:mutex1"},
       0,
       true},
      {"signal that wakes another",
       {"a choose", "a signal main:cond1 c", "b lock main:mutex1"},
       0,
       false},
      {"a wait unlocks its mutex",
       {"a lock main:mutex1", "a cond-wait main:cond1", "b lock main:mutex1"},
       0,
       true},
      {"a load after the store it reads", {"a store main:atomic1", "b load main:atomic1"}, 0, true},
      {"a load after a store that another has replaced",
       {"a store main:atomic1", "c store main:atomic1", "b load main:atomic1"},
       0,
       false},
      {"a store after no load", {"a load main:atomic1", "b store main:atomic1"}, 0, false},
      {"a chain of updates",
       {"a store main:atomic1", "c rmw main:atomic1", "b load main:atomic1"},
       0,
       true},
      {"timer before its callback",
       {"a timer-start main:timer1", "a/t1 fire main:timer1", "a/t1/1 choose"},
       0,
       true},
      {"timer before the receive from its channel",
       {"a timer-start main:timer1", "a/t1 fire main:timer1", "b recv a:chan1"},
       0,
       true},
      {"another's timer orders nothing",
       {"a choose", "b timer-start b:timer1", "b/t1 fire b:timer1", "b/t1/1 choose"},
       0,
       false},
      {"the end of a goroutine orders nothing", {"a/1 choose", "a choose"}, 0, false},
      {"len orders nothing", {"a send main:chan1", "b len main:chan1"}, 1, false},
  }));
  INFO(what);
  const Counterexample counterexample = schedule_of(steps, capacity);
  const auto last = static_cast<unsigned>(steps.size());
  CHECK(ordered_after(counterexample, 1)[last - 1] == ordered);
  CHECK(are_unordered(counterexample, 1, last) != ordered);
  CHECK(are_unordered(counterexample, last, 1) != ordered);
}

TEST_CASE("happens-before: a step that does not exist is not unordered", "[frontend][order]") {
  const Counterexample counterexample = schedule_of({"a choose", "b choose"});
  CHECK_FALSE(are_unordered(counterexample, 0, 1));
  CHECK_FALSE(are_unordered(counterexample, 1, 3));
  CHECK(are_unordered(counterexample, 1, 2));
}
