// What a search is worth: complete, bounded or sampled, and how far it is.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "harness.hpp"
#include "model/guarantee.hpp"
#include "report/progress.hpp"

using namespace gocheck::frontend;
using Catch::Matchers::Contains;

namespace {

std::string command(const std::string& options, const std::string& script) {
  return "run " + options + " '" GOCHECK_FAKE_WORKER "' -- " GOCHECK_TEST_FOLDER "/scripts/" +
         script + ".txt";
}

/// Every element is closed, in order, and text has no stray mark-up.
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find(' '));
    if (tag.find('<') != std::string::npos) return false;
    if (tag.starts_with("?") || tag.ends_with("/")) continue;
    if (!tag.starts_with("/")) {
      open.push_back(name);
    } else {
      if (open.empty() || "/" + open.back() != name) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

}  // namespace

TEST_CASE("verdict: a preemption bound is named with the flag that lifts it",
          "[frontend][verdict]") {
  const Workspace workspace;
  const std::string options = GENERATE("--preemptions 2", "--strategy preemptions --preemptions 2");
  const auto result = workspace.gocheck(command(options, "preemptions"));
  CHECK(result.err == "");
  CHECK(result.exit == 0);
  CHECK_THAT(result.out, Contains("PASS (bounded)  fake_worker  500 executions"));
  CHECK_THAT(result.out, Contains("bounded by --preemptions 2"));
  CHECK_THAT(result.out, Contains("complete up to 2 preemptions: executions 10 with 0, 90 with 1, "
                                  "400 with 2"));
  const auto json =
      nlohmann::json::parse(workspace.gocheck(command("--json " + options, "preemptions")).out);
  CHECK(json["programs"][0]["complete_up_to_preemptions"] == 2);
  CHECK(json["programs"][0]["executions_by_preemptions"] == std::vector<int>{10, 90, 400});
  CHECK(workspace.gocheck(command("--require-complete " + options, "preemptions")).exit == 5);
}

TEST_CASE("verdict: sampling is never complete, and says how often", "[frontend][verdict]") {
  const Workspace workspace;
  const std::string pct = "--strategy pct --depth 2 --seed 7 --max-executions 1000";
  const auto result = workspace.gocheck(command(pct, "pct"));
  CHECK(result.err == "");
  CHECK(result.exit == 0);
  CHECK_THAT(result.out, Contains("PASS (sampled)  fake_worker  1,000 executions"));
  CHECK_THAT(result.out, Contains("1,000 executions drawn at random (--seed 7)"));
  // n = 4, k = 25, d = 2: 1/100 each; 1 - 0.99^999 of all but the first, for which k was not known.
  CHECK_THAT(result.out, Contains("a bug of depth 2 is met with probability >= 0.999: 999 "
                                  "executions, each\n"
                                  "      1/(n k^1) = 0.01 with n = 4 goroutines and k = 25 steps"));
  CHECK_THAT(result.out, Contains("sampled, bounded by --max-executions 1000"));
  CHECK(workspace.gocheck(command("--require-complete " + pct, "pct")).exit == 5);
  const auto json = nlohmann::json::parse(workspace.gocheck(command("--json " + pct, "pct")).out);
  CHECK(json["complete"] == false);
  CHECK(json["programs"][0]["guarantee"] == "sampled");
  CHECK(json["programs"][0]["sampled_executions"] == 1000);
  CHECK(json["programs"][0]["pct_probability"].get<double>() == Approx(0.99995639));

  const auto random = workspace.gocheck(command("--strategy random --time-budget 1s", "random"));
  CHECK_THAT(random.out, Contains("200 executions drawn at random"));
}

TEST_CASE("verdict: a budget tells how far the search came", "[frontend][verdict]") {
  const Workspace workspace;
  const auto result = workspace.gocheck(command("--time-budget 1s", "estimated"));
  CHECK_THAT(result.out, Contains("bounded by --time-budget 1s at ~41%"));
}

TEST_CASE("verdict: --require-complete leaves other results alone", "[frontend][verdict]") {
  const Workspace workspace;
  CHECK(workspace.gocheck(command("--require-complete", "pass")).exit == 0);
  workspace.add_source("cache.cc");
  CHECK(workspace.gocheck(command("--require-complete", "deadlock")).exit == 1);
  // Stopped at what it was to find.
  CHECK(workspace.gocheck(command("--require-complete --expect deadlock", "deadlock")).exit == 0);
}

TEST_CASE("junit: failures, errors and passes, as XML", "[frontend][junit]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  const auto failed = workspace.gocheck(command("-o junit=out.xml --color always", "deadlock"));
  CHECK(failed.exit == 1);
  const std::string xml = workspace.read("out.xml");
  CHECK_THAT(xml, Contains("tests=\"1\" failures=\"1\" errors=\"0\""));
  CHECK_THAT(xml, Contains("name=\"fake_worker\""));
  CHECK_THAT(xml,
             Contains("<failure type=\"GC001\" message=\"deadlock - all goroutines are asleep\">"));
  CHECK_THAT(xml, Contains("main()::&lt;lambda&gt;") && !Contains("\x1b"));
  CHECK(is_balanced(xml));
  CHECK(workspace.gocheck(command("-o junit=out.xml", "pass")).exit == 0);
  CHECK_THAT(workspace.read("out.xml"),
             Contains("failures=\"0\" errors=\"0\"") && Contains("value=\"complete\""));
  CHECK(workspace.gocheck(command("-o junit=out.xml", "crash")).exit == 4);
  CHECK_THAT(workspace.read("out.xml"),
             Contains("<error message=\"the program was killed by SIGSEGV"));
  CHECK(workspace.gocheck(command("-o junit=out.xml --expect leak", "pass")).exit == 1);
  CHECK_THAT(workspace.read("out.xml"), Contains("message=\"expected leak, found nothing\""));
}

TEST_CASE("verdict: strategies that do not fit their options", "[frontend][verdict]") {
  const Workspace workspace;
  const auto [options, message] = GENERATE(values<std::pair<const char*, const char*>>({
      {"--strategy ranodm", "--strategy: unknown strategy \"ranodm\"; did you mean random?"},
      {"--strategy preemptions", "say how many: --preemptions 2"},
      {"--strategy dfs --preemptions 1", "--preemptions bounds the strategy preemptions, not dfs"},
      {"--depth 3", "--depth is for --strategy pct"},
      {"--strategy pct --depth 0", "--depth: a bug has at least depth 1"},
      {"--isolation forks", "--isolation: \"forks\" is none of auto, reset, fork, none"},
  }));
  const auto result = workspace.gocheck(command(options, "pass"));
  CHECK(result.exit == 2);
  CHECK_THAT(result.err, Contains(message));
}

TEST_CASE("verdict: the probability of PCT", "[frontend][verdict]") {
  Pct pct;
  CHECK_FALSE(pct_probability(pct));
  pct = {.depth = 3, .executions = 1, .goroutines = 2, .steps = 10};
  CHECK(pct_probability(pct)->each == Approx(1.0 / 200));
  CHECK(pct_probability(pct)->overall == Approx(1.0 / 200));
  pct.executions = 100;
  CHECK(pct_probability(pct)->overall == Approx(0.394229));
  pct.steps = 100'000'000;  // Far below what 1 - p can hold.
  CHECK(pct_probability(pct)->overall == Approx(100.0 / 2e16));
  pct.goroutines = 1;
  pct.depth = 1;
  CHECK(pct_probability(pct)->overall == 1);
  pct.executions = 0;  // No execution was drawn with this k.
  CHECK_FALSE(pct_probability(pct));
}

TEST_CASE("progress: an estimate is shown when it is good for something", "[frontend][verdict]") {
  Progress progress;
  progress.executions = 12'403;
  progress.depth = 61;
  progress.max_depth = 88;
  CHECK(progress_text("cache", progress, 2.5) ==
        "cache  12,403 executions  4,961/s  depth 61/88  0 findings  2 s");
  progress.estimate = 28'900;
  progress.estimate_sd = 2'601;
  progress.explored_per_mille = 430;
  CHECK(
      progress_text("cache", progress, 3) ==
      "cache  12,403 executions  4,134/s  43% of ~28,900 (+-9%)  depth 61/88  0 findings  ETA 4 s");
  progress.explored_per_mille = 0;  // Then the executions tell.
  CHECK_THAT(progress_text("cache", progress, 3), Contains("43% of ~28,900"));
  progress.earlier = 12'403 - 1'500;   // Only what was made since counts for the speed.
  CHECK_THAT(progress_text("cache", progress, 3), Contains("12,403 executions  500/s") && Contains("ETA 33 s"));
  progress.earlier = 0;
  progress.estimate_sd = 20'000;
  CHECK(progress_text("cache", progress, 3) ==
        "cache  12,403 executions  4,134/s  ~?  depth 61/88  0 findings  3 s");
  progress.estimate_sd = 1;
  progress.explored_per_mille = 1;
  CHECK_THAT(progress_text("cache", progress, 3), Contains("ETA 50 min"));
}
