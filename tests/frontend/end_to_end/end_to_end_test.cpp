// Real programs through compiler, runtime and checker.

#include <catch2/catch.hpp>

#include "harness.hpp"

using namespace gocheck::frontend;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string only_counterexample(const Workspace& workspace) {
  std::string found;
  for (const std::string& file : workspace.files())
    if (file.ends_with(".json")) found = found.empty() ? file : "several";
  return found;
}

const char* const kFixedCache = R"(#include <gocheck/go.hpp>
#include <mutex>
using namespace gocheck;

int main() {
  Mutex mu;
  int hits = 0;
  auto updates = make_chan<int>();

  go("refresher", [&] {
    int now = 0;
    { std::scoped_lock lk(mu); now = hits; }
    updates.send(now);
  });
  {
    std::scoped_lock lk(mu);
    ++hits;
  }
  updates.recv();
}
)";

}  // namespace

TEST_CASE("end to end: the README's program", "[e2e]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  const auto cold = workspace.gocheck("run cache.cc");
  CHECK(cold.err == "");
  CHECK(cold.exit == 1);
  CHECK_THAT(cold.out, StartsWith("FAIL  cache: deadlock - all goroutines are asleep"));
  CHECK_THAT(cold.out, Contains("goroutine 1 \"main\" [sync.Mutex.Lock]:\n  main()"));
  CHECK_THAT(cold.out,
             Contains("waits for mutex mu (made at cache.cc:6), held by goroutine 2 since step 2"));
  CHECK_THAT(cold.out,
             Contains("  main()::<lambda>") && Contains("  >  12 |     updates.send(hits);"));
  CHECK_THAT(cold.out,
             Contains("Wait cycle   main --mutex mu--> refresher --chan updates--> main"));
  const auto warm = workspace.gocheck("run cache.cc");
  const auto scrubbed = [](std::string text) { return text.substr(0, text.rfind("finding, ")); };
  CHECK(scrubbed(warm.out) == scrubbed(cold.out));
  CHECK(warm.seconds < cold.seconds);

  const std::string file = only_counterexample(workspace);
  REQUIRE(file.starts_with(".gocheck/cache-GC001-"));
  const std::string recorded = workspace.read(file);
  CHECK(recorded.find(workspace.path().string()) == std::string::npos);  // No absolute paths.
  for (int i = 0; i < 20; ++i) {
    const auto again = workspace.gocheck("replay " + file);
    REQUIRE(again.exit == 1);
    REQUIRE_THAT(again.out, StartsWith("REPRODUCED deadlock [GC001]"));
  }
  workspace.write("fixed.cc", kFixedCache);
  const auto fixed = workspace.gocheck("run fixed.cc");
  CHECK(fixed.exit == 0);
  CHECK_THAT(fixed.out, StartsWith("ok    fixed") && Contains("complete"));
  const auto twin = workspace.gocheck("replay " + file + " fixed.cc");
  CHECK((twin.exit == 0 || twin.exit == 3));
  CHECK((twin.out.starts_with("FIXED") || twin.out.starts_with("STALE")));
}

TEST_CASE("end to end: what nothing orders is said, with the execution that passed", "[e2e]") {
  const Workspace workspace;
  workspace.write("closer.cc", R"(#include <gocheck/go.hpp>
using namespace gocheck;
int main() {
  auto c = make_chan<int>(1);
  go("closer", [=] { c.close(); });
  c.send(1);
}
)");
  const auto closed = workspace.gocheck("run --width 100 closer.cc");
  CHECK(closed.exit == 1);
  CHECK_THAT(closed.out, Contains("Not ordered: send (step 3) and close (step 2) have no "
                                  "happens-before edge either way; in execution 1") &&
                             Contains("close came last and the program passed."));
  CHECK_THAT(closed.out, Contains("Hint     close chan c by its sender"));
  CHECK_THAT(workspace.read(only_counterexample(workspace)), Contains("\"cap\":1"));
  // The replay and the file say the same.
  const std::string file = only_counterexample(workspace);
  CHECK_THAT(workspace.gocheck("replay " + file).out, Contains("Not ordered: send (step 3)"));
  CHECK_THAT(workspace.gocheck("show " + file).out, Contains("close came last"));

  workspace.write("late.cc", R"(#include <gocheck/go.hpp>
using namespace gocheck;
int main() {
  WaitGroup wg;
  auto c = make_chan<int>(1);
  go("worker", [&] { wg.done(); c.send(1); });
  wg.add(1);
  c.recv();
}
)");
  const auto late = workspace.gocheck("run late.cc");
  CHECK_THAT(late.out, Contains("counter 0 -> -1 here (step 2)"));
  CHECK_THAT(late.out, Contains("does not wait for the add at late.cc:7 by goroutine 1"));
  CHECK_THAT(late.out, Contains("Hint     call add() at late.cc:7 before go()"));
}

TEST_CASE("end to end: a sender into a full channel waits for a receiver", "[e2e]") {
  const Workspace workspace;
  workspace.write("full.cc", R"(#include <gocheck/go.hpp>
using namespace gocheck;
int main() {
  auto c = make_chan<int>(1);
  go("reader", [=] {
    if (choose(2) == 0) c.recv();
  });
  c.send(1);
  c.send(2);
}
)");
  const auto result = workspace.gocheck("run full.cc");
  CHECK_THAT(result.out,
             Contains("waits for a receiver on chan c (capacity 1, made at full.cc:4)"));
  CHECK_THAT(result.out, Contains("goroutine 2 received from it at full.cc:6"));
}

TEST_CASE("end to end: a source that does not compile", "[e2e]") {
  const Workspace workspace;
  workspace.write("bad.cc", "#include <gocheck/go.hpp>\nint main() { return undeclared; }\n");
  const auto result = workspace.gocheck("run bad.cc");
  CHECK(result.exit == 4);
  CHECK(result.out == "");
  CHECK_THAT(result.err, Contains("error: 'undeclared' was not declared") ||
                             Contains("error: ‘undeclared’ was not declared"));
  CHECK_THAT(result.err, Contains("gocheck: bad.cc does not compile\n"));
  CHECK(workspace.files() == std::vector<std::string>{"bad.cc"});
  CHECK(workspace.cache_files().empty());
  const auto compiler = workspace.gocheck("run --cxx no-such-compiler bad.cc");
  CHECK(compiler.exit == 4);
  CHECK_THAT(compiler.err, StartsWith("gocheck: bad.cc: cannot run the compiler no-such-compiler"));
  CHECK(workspace.cache_files().empty());
}

TEST_CASE("end to end: the cache follows its inputs", "[e2e]") {
  const Workspace workspace;
  workspace.write("value.hpp", "constexpr int kValue = 0;\n");
  workspace.write(
      "value.cc",
      "#include <gocheck/go.hpp>\n#include \"value.hpp\"\nint main() { return kValue; }\n");
  CHECK(workspace.gocheck("run value.cc").exit == 0);
  const auto before = workspace.cache_files();
  CHECK(workspace.gocheck("run value.cc").exit == 0);
  CHECK(workspace.cache_files() == before);
  workspace.write("value.hpp", "constexpr int kValue = 3;\n");
  const auto changed = workspace.gocheck("run value.cc");
  CHECK(changed.exit == 1);
  CHECK_THAT(changed.out, Contains("[GC013]"));
  CHECK(workspace.gocheck("run --expect exit --cxxflags '-O0 -DX=1' value.cc").exit == 0);
}

TEST_CASE("end to end: a directory, with expectations", "[e2e]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  workspace.write("models/wrong/cache.cc",
                  "// gocheck: expect deadlock\n" + workspace.read("cache.cc"));
  workspace.write("models/correct/fixed.cc", kFixedCache);
  workspace.write("models/correct/twin/fixed.cc", kFixedCache);
  workspace.write("models/correct/helper.cc", "int helper() { return 1; }\n");
  const auto result = workspace.gocheck("run models/...");
  CHECK(result.err == "");
  CHECK(result.exit == 0);
  CHECK_THAT(result.out, Contains("PASS   models/correct/fixed.cc ") &&
                             Contains("PASS   models/correct/twin/fixed.cc ") &&
                             Contains("xfail  cache") && Contains("by models/wrong/cache.cc:1"));
  CHECK_THAT(result.out, Contains("3 programs: 2 passed, 1 as expected\n"));
  CHECK(workspace.gocheck("run models/wrong").exit == 0);
  CHECK(workspace.gocheck("run --expect none models/...").exit == 1);
}

TEST_CASE("end to end: a program that writes 100 MB", "[e2e]") {
  const Workspace workspace;
  workspace.write("flood.cc", R"(#include <gocheck/go.hpp>
#include <cstdio>
#include <string>
int main() {
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) std::fwrite(block.data(), 1, block.size(), stdout);
}
)");
  const auto result = workspace.gocheck("run flood.cc");
  CHECK(result.exit == 0);
  CHECK(result.out.size() < 1000);
}

TEST_CASE("end to end: a program that reads its input", "[e2e]") {
  const Workspace workspace;
  workspace.write("reads.cc", R"(#include <gocheck/go.hpp>
#include <iostream>
#include <string>
int main() {
  std::string word;
  std::cin >> word;
  auto c = gocheck::make_chan<int>();
  gocheck::go([=] { c.send(1); });
  gocheck::go([=] { c.send(2); });
  c.recv();
  c.recv();
  return word == "hello" ? 3 : word.empty() ? 0 : 1;
}
)");
  workspace.write("in.txt", "hello\n");
  CHECK(workspace.gocheck("run reads.cc").exit == 0);
  CHECK(workspace.gocheck("run reads.cc </dev/null").exit == 0);
  const auto result = workspace.gocheck("run reads.cc --stdin in.txt");
  CHECK(result.exit == 1);
  CHECK_THAT(result.out, Contains("[GC013]"));
  const auto again = workspace.gocheck("replay " + only_counterexample(workspace));
  CHECK(again.exit == 1);
  CHECK_THAT(again.out, StartsWith("REPRODUCED exit [GC013]"));
}

TEST_CASE("end to end: arguments of the program", "[e2e]") {
  const Workspace workspace;
  workspace.write("args.cc", R"(// gocheck: args 0
#include <gocheck/go.hpp>
#include <cstdlib>
int main(int argc, char** argv) { return argc > 1 ? std::atoi(argv[1]) : 9; }
)");
  CHECK(workspace.gocheck("run args.cc").exit == 0);
  CHECK(workspace.gocheck("run args.cc -- 3").exit == 1);
  CHECK(workspace.gocheck("replay " + only_counterexample(workspace)).exit == 1);
  CHECK(workspace.gocheck("replay " + only_counterexample(workspace) + " -- 0").exit != 1);
}

TEST_CASE("end to end: cold under three seconds, cached under a fifth", "[e2e][time]") {
  const Workspace workspace;
  workspace.write("fixed.cc", kFixedCache);
  CHECK(workspace.gocheck("run fixed.cc").seconds < 3 * 2);  // Twice: other tests run meanwhile.
  double best = 9;
  for (int i = 0; i < 5; ++i) best = std::min(best, workspace.gocheck("run fixed.cc").seconds);
  CHECK(best < 0.2);
}

// Each execution finds one more byte in a file: no two are alike.
TEST_CASE("end to end: a program that gocheck does not control", "[e2e]") {
  const Workspace workspace;
  workspace.write("file.cc", R"(#include <gocheck/go.hpp>
#include <cstdio>
int main() {
  std::FILE* file = std::fopen("state", "a");
  std::fputc('x', file);
  const long size = std::ftell(file);
  std::fclose(file);
  auto c = gocheck::make_chan<int>(64);
  for (long i = 0; i < size % 32; ++i) c.send(1);
  gocheck::go([=] { c.send(1); });
  c.recv();
}
)");
  const auto result = workspace.gocheck("run file.cc");
  CHECK(result.exit == 3);
  CHECK_THAT(result.err, Contains("the program is not deterministic: at step "));
  CHECK(workspace.files() == std::vector<std::string>{"file.cc", "state"});
}

TEST_CASE("end to end: production and check share one binary", "[e2e]") {
  const Workspace workspace;
  workspace.write("fixed.cc", kFixedCache);
  REQUIRE(workspace.gocheck("run fixed.cc").exit == 0);
  std::string program;
  for (const std::string& file : workspace.cache_files())
    if (file.find(".") == std::string::npos) program = "../cache/" + file;
  CHECK(workspace.shell(program).exit == 0);
  CHECK(workspace.gocheck("run " + program).exit == 0);
  const auto symbols = workspace.shell("nm -C " + program);
  for (const char* foreign : {"fmt::", "CLI::", "nlohmann::", "Z3_"})
    CHECK_THAT(symbols.out, !Contains(foreign));
}

TEST_CASE("end to end: data races are looked for unless told not to", "[e2e]") {
  const Workspace workspace;
  workspace.write("racy.cc", R"(#include <gocheck/go.hpp>
int hits = 0;
int main() {
  gocheck::WaitGroup wg;
  wg.go([&] { ++hits; });
  ++hits;
  wg.wait();
}
)");
  const auto looked = workspace.gocheck("run racy.cc");
  CHECK(looked.err == "");
  CHECK(looked.exit == 1);
  CHECK_THAT(looked.out, StartsWith("FAIL  racy: data race on hits (global, 4 bytes)"));
  CHECK_THAT(looked.out, Contains("racy.cc:5") && Contains("racy.cc:6"));
  const auto file = only_counterexample(workspace);
  CHECK_THAT(workspace.gocheck("replay " + file).out, StartsWith("REPRODUCED race [GC010]"));

  const auto unasked = workspace.gocheck("run racy.cc --no-race");
  CHECK(unasked.err == "");
  CHECK(unasked.exit == 0);
}

// An executable without instrumentation is said to be one, once.
TEST_CASE("end to end: a program whose data races cannot be seen", "[e2e]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  REQUIRE(workspace.gocheck("run cache.cc --no-race").exit == 1);
  std::string program;
  for (const std::string& name : workspace.cache_files())
    if (name.find(".") == std::string::npos) program = "../cache/" + name;
  const auto run = workspace.gocheck("run " + program + " " + program);
  CHECK_THAT(run.err, StartsWith("gocheck: data races are not checked: ") &&
                          Contains("gocheck_enable_race()"));
  CHECK(run.err.find("not checked") == run.err.rfind("not checked"));
  CHECK(workspace.gocheck("run --no-race " + program).err == "");
}
