// Strategies through the tool: what they find, what they say about what they did not find, and that equal
// seeds give equal results.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "harness.hpp"

using namespace gocheck::frontend;
using Catch::Matchers::Contains;

namespace {

/// A correct program, and with BUG one that fails in few of many interleavings.
const char* const kCounter = R"(#include <gocheck/go.hpp>
using namespace gocheck;

int main(int argc, char**) {
  const bool is_wrong = argc > 1;
  Mutex mu;
  Atomic<int> counter{0};
  WaitGroup wg;
  for (int i = 0; i < 3; ++i) {
    wg.add(1);
    go("worker", [&] {
      Defer done([&] { wg.done(); });
      if (!is_wrong) mu.lock();
      const int before = counter.load();
      counter.store(before + 1);
      if (!is_wrong) mu.unlock();
    });
  }
  wg.wait();
  require(counter.load() > 1, "an update is lost");
}
)";

nlohmann::json summary_of(const Workspace& workspace, const std::string& options) {
  return nlohmann::json::parse(workspace.gocheck("run counter.cc --json " + options).out);
}

}  // namespace

TEST_CASE("end to end: strategies", "[e2e]") {
  const Workspace workspace;
  workspace.write("counter.cc", kCounter);

  {
    const auto random =
        workspace.gocheck("run counter.cc --strategy random --seed 11 --max-executions 300");
    CHECK(random.err == "");
    CHECK(random.exit == 0);
    CHECK_THAT(random.out, Contains("PASS (sampled)  counter  300 executions"));
    CHECK_THAT(random.out, Contains("300 executions drawn at random (--seed 11)"));
    const auto pct =
        workspace.gocheck("run counter.cc --strategy pct --depth 2 --max-executions 300");
    CHECK_THAT(pct.out, Contains("PCT: a bug of depth 2 is met with probability >= 0.") &&
                            Contains("with n = 4 goroutines and k = "));
    CHECK(workspace
              .gocheck("run counter.cc --strategy random --max-executions 9 --require-complete")
              .exit == 5);

    // What is found is confirmed by replay, as ever.
    const std::string wrong = "run counter.cc --max-executions 20000 --strategy ";
    for (const char* strategy : {"random", "pct"}) {
      const auto found = workspace.gocheck(wrong + strategy + " -- wrong");
      CHECK(found.exit == 1);
      CHECK_THAT(found.out, Contains("an update is lost") && Contains("[GC009]"));
    }

    // The fewest preemptions: one reads, and writes when the others are through.
    const auto least = workspace.gocheck(wrong + "preemptions --preemptions 5 -- wrong");
    CHECK(least.exit == 1);
    CHECK_THAT(least.out, Contains("1 preemption (no schedule with fewer shows it)"));
    const auto fewest =
        summary_of(workspace, "--preemptions 5 -- wrong")["programs"][0]["findings"][0];
    CHECK(fewest["preemptions"] == 1);
    CHECK(fewest["minimal_preemptions"] == 1);

    // A search that has no chance is given up, one that fits is not. 9! classes.
    workspace.write("senders.cc", R"(#include <gocheck/go.hpp>
using namespace gocheck;
int main(int argc, char**) {
  const int count = argc > 2 ? 10 : argc > 1 ? 6 : 9;
  auto c = make_chan<int>(1);
  for (int i = 0; i < count; ++i) go([=] { c.send(i); });
  for (int i = 0; i < count; ++i) c.recv();
}
)");
    const std::string senders = "run senders.cc --json --max-executions 3000 ";
    const auto given_up = nlohmann::json::parse(workspace.gocheck(senders).out)["programs"][0];
    CHECK(given_up["guarantee"] == "sampled");
    CHECK(given_up["searched_executions"].get<int>() < 1000);
    CHECK(given_up["sampled_executions"].get<int>() > 2000);
    CHECK(given_up["estimate"]["executions"].get<double>() == Approx(362'880).epsilon(0.2));
    CHECK(workspace.gocheck(senders).out == workspace.gocheck(senders).out);
    const auto told = workspace.gocheck("run senders.cc --max-executions 3000");
    CHECK_THAT(told.out, Contains("given up after") && Contains("drawn at random (--seed 1)"));
    const auto fits = nlohmann::json::parse(workspace.gocheck(senders + "-- few").out);
    CHECK(fits["programs"][0]["guarantee"] == "complete");
    CHECK(fits["programs"][0]["executions"] == 720);   // Probes are none of them.
    const auto patient = nlohmann::json::parse(workspace.gocheck(senders + "--strategy dfs").out);
    CHECK(patient["programs"][0]["guarantee"] == "bounded");
    CHECK(patient["programs"][0]["estimate"]["executions"].get<double>() ==
          Approx(362'880).epsilon(0.2));

    // The first interrupt ends a search after its current execution, and says what was covered. 10! classes.
    REQUIRE(workspace.gocheck("run senders.cc -q --max-executions 1").exit == 0);   // Compiled.
    const auto interrupted = workspace.shell(
        "('" GOCHECK_TOOL "' run senders.cc --strategy dfs -o json=out.json -- 1 2 3 & "
        "sleep 1; kill -INT $!; wait $!)");
    CHECK(interrupted.exit == 130);
    CHECK_THAT(interrupted.out, Contains("PASS (bounded)  senders") && Contains("interrupted at "));
    const auto covered = nlohmann::json::parse(workspace.read("out.json"))["programs"][0];
    CHECK(covered["executions"].get<int>() > 640);
    CHECK(covered["estimate"]["executions"].get<double>() == Approx(3'628'800).epsilon(0.2));

    // Equal seeds, equal bytes.
    for (const std::string args : {"", " -- wrong"}) {
      for (const char* strategy : {"random", "pct --depth 4", "dfs", "auto"}) {
        const std::string command = std::string("run counter.cc --json --max-executions 400 ") +
                                    "--max-findings 0 --strategy " + strategy;
        const auto first = workspace.gocheck(command + args);
        CHECK_THAT(first.out, Contains("gocheck-summary"));
        CHECK(workspace.gocheck(command + args).out == first.out);
      }
    }
    const std::string few = "--strategy random --max-findings 1 --seed ";
    CHECK(summary_of(workspace, few + "1 -- wrong")["programs"][0]["executions"] !=
          summary_of(workspace, few + "4 -- wrong")["programs"][0]["executions"]);
  }
}
