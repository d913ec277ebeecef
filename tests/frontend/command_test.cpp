// The tool as a process: exit codes, messages, and what is left behind.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "harness.hpp"

using namespace gocheck::frontend;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string kWorker = std::string(" '") + GOCHECK_FAKE_WORKER + "' ";

std::string script(const std::string& name) {
  return " -- " GOCHECK_TEST_FOLDER "/scripts/" + name + ".txt";
}

Workspace::Result run_script(const Workspace& workspace, const std::string& name,
                             const std::string& options = "") {
  return workspace.gocheck("run " + options + kWorker + script(name));
}

std::string only_counterexample(const Workspace& workspace) {
  const auto files = workspace.files();
  REQUIRE(files.size() == 1);
  return files.front();
}

}  // namespace

TEST_CASE("command: usage errors exit with 2 and suggest", "[frontend][command]") {
  const Workspace workspace;
  const auto [arguments, message] = GENERATE(values<std::pair<const char*, const char*>>({
      {"rn x.cc",
       "gocheck: unknown command \"rn\"; did you mean run? All of them: gocheck --help\n"},
      {"run --max-exections 5 x.cc",
       "gocheck: unknown option --max-exections; did you mean --max-executions? All of them: "
       "gocheck run --help\n"},
      {"--colour never run x.cc", "gocheck: unknown option --colour"},
      {"run -z x.cc", "gocheck: unknown option -z"},
      {"run --max-executions many x.cc", "gocheck: "},
      {"run --color blue x.cc", "gocheck: --color"},
      {"run", "gocheck: TARGET is required"},
      {"run --expect deadlok .",
       "gocheck: --expect: unknown kind of finding \"deadlok\"; did you mean deadlock?"},
      {"run -o sarif=x .", "gocheck: --output sarif=x: write json=FILE or junit=FILE"},
      {"replay", "gocheck: FILE is required"},
      {"replay missing.json", "gocheck: cannot read missing.json: No such file or directory\n"},
      {"show .", "gocheck: .: a directory"},
      {"explain GC99", "gocheck: unknown finding \"GC99\""},
  }));
  INFO(arguments);
  const auto result = workspace.gocheck(arguments);
  CHECK(result.exit == 2);
  CHECK(result.out == "");
  CHECK_THAT(result.err, StartsWith(message));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK(workspace.files().empty());
}

TEST_CASE("command: help, version and explanations", "[frontend][command]") {
  const Workspace workspace;
  CHECK_THAT(workspace.gocheck("--help").out, Contains("Exit codes: 0 no finding"));
  CHECK(workspace.gocheck("help run").out == workspace.gocheck("run --help").out);
  CHECK_THAT(workspace.gocheck("--version").out, StartsWith("gocheck 0."));
  CHECK(workspace.gocheck("").exit == 2);
  CHECK_THAT(workspace.gocheck("explain leak").out, StartsWith("GC002 leak: "));
  for (int rule = 1; rule <= 15; ++rule)
    CHECK(
        workspace.gocheck("explain GC0" + std::string(rule < 10 ? "0" : "") + std::to_string(rule))
            .exit == 0);
}

TEST_CASE("command: a pipe on standard input is not read, and that is said",
          "[frontend][command]") {
  const Workspace workspace;
  // The sleep lets the pipe fill before gocheck looks.
  const std::string run = std::string("'" GOCHECK_TOOL "' run") + kWorker + script("pass");
  const auto piped = workspace.shell("echo some input | (sleep 0.2; " + run + ")");
  CHECK(piped.exit == 0);
  CHECK_THAT(piped.err, StartsWith("gocheck: note: programs do not read this pipe"));
  CHECK(workspace.shell(": | (sleep 0.2; " + run + ")").err == "");
}

TEST_CASE("command: docs/diagnostics.md is what gocheck explain says", "[frontend][command]") {
  const Workspace workspace;
  const auto now = workspace.gocheck("explain --format markdown");
  CHECK(now.exit == 0);
  const auto written = workspace.shell("cat '" GOCHECK_TEST_FOLDER "/../../docs/diagnostics.md'");
  INFO("write it anew: gocheck explain --format markdown > docs/diagnostics.md");
  CHECK(now.out == written.out);
}

TEST_CASE("command: targets that cannot be run exit with 4", "[frontend][command]") {
  const Workspace workspace;
  workspace.write("empty/readme.txt", "int main() {}");
  workspace.write("plain.txt", "");
  const auto [arguments, message] = GENERATE(values<std::pair<const char*, const char*>>({
      {"run missing.cc", "gocheck: no such file or directory: missing.cc\n"},
      {"run empty",
       "gocheck: no programs in empty (a program is a .cc file with a main); to search its folders "
       "too: empty/...\n"},
      {"run empty/...",
       "gocheck: no programs in empty and below (a program is a .cc file with a main)\n"},
      {"run plain.txt", "gocheck: plain.txt is neither a C++ source (.cc) nor an executable\n"},
      {"run /bin/true", "isn't linked with gocheck::runtime; in CMake"},
  }));
  INFO(arguments);
  const auto result = workspace.gocheck(arguments);
  CHECK(result.exit == 4);
  CHECK(result.out == "");
  CHECK_THAT(result.err, Contains(message));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK(workspace.files().size() == 2);
  CHECK(workspace.cache_files().empty());
}

TEST_CASE("command: a counterexample or a program without its verb gets a hint",
          "[frontend][command]") {
  const Workspace workspace;
  workspace.write("x.json", "{}");
  workspace.write("x.cc", "int main() {}");
  CHECK(workspace.gocheck("x.cc").err == "gocheck: did you mean: gocheck run x.cc\n");
  CHECK(workspace.gocheck("x.json").err == "gocheck: did you mean: gocheck replay x.json\n");
  const auto result = workspace.gocheck("run x.json");
  CHECK(result.exit == 2);
  CHECK(result.err == "gocheck: x.json is not a program; did you mean: gocheck replay x.json\n");
}

TEST_CASE("command: a worker that goes wrong is told apart from a finding", "[frontend][command]") {
  const Workspace workspace;
  struct Case {
    const char* script;
    const char* options;
    int exit;
    const char* message;
  };
  const auto [name, options, exit, message] = GENERATE(values<Case>({
      {"crash", "", 4, "the program was killed by SIGSEGV (Segmentation fault)"},
      {"quits", "", 4, "the program ended with status 0 before its exploration was done"},
      {"garbage", "", 4, "malformed report"},
      {"unexpected", "", 4, "unexpected report \"frobnicate\""},
      {"version", "", 4,
       "speaks version 2 of the worker protocol, this gocheck version 1; rebuild"},
      {"internal", "", 70, "bug in gocheck: assertion failed"},
      {"refused", "--strategy pct", 2, "unknown strategy pct"},
      {"nondeterminism", "", 3,
       "not deterministic: at step 4 expected send main:chan1, offered recv main:chan1. What it "
       "has called does not answer the same twice: getpid(); now() and choose() do"},
      {"hang", "--execution-timeout 300ms", 4, "the program has not answered for 29"},
      {"unconfirmed", "", 70,
       "bug in gocheck: a deadlock was seen in execution 1, but its replay found nothing; it is "
       "not reported"},
      {"diverges", "", 3,
       "a deadlock was seen, but in a fresh process step 1 offers send main:chan1 instead of lock "
       "main:mutex1"},
  }));
  INFO(name);
  const auto result = run_script(workspace, name, options);
  CHECK(result.exit == exit);
  CHECK(result.out == "");
  CHECK_THAT(result.err, Contains(message));
  CHECK(workspace.files().empty());
  CHECK(result.seconds < 5);
}

TEST_CASE("command: a program's output goes nowhere while exploring", "[frontend][command]") {
  const Workspace workspace;
  const auto result = run_script(workspace, "flood");
  CHECK(result.exit == 0);
  CHECK(result.out.size() < 1000);
  CHECK(result.seconds < 10);
}

TEST_CASE("command: a program reads the file it is given", "[frontend][command]") {
  const Workspace workspace;
  workspace.write("in.txt", "forty-two");
  CHECK_THAT(run_script(workspace, "input").out, Contains("| input: \n"));
  CHECK_THAT(run_script(workspace, "input", "--stdin in.txt").out,
             Contains("| input: forty-two\n"));
  CHECK_THAT(workspace.gocheck("run" + kWorker + script("input") + " <in.txt").out,
             Contains("| input: forty-two\n"));
  const auto missing = run_script(workspace, "input", "--stdin nope.txt");
  CHECK(missing.exit == 2);
  CHECK(missing.err == "gocheck: cannot read the input file nope.txt\n");
  CHECK(run_script(workspace, "input", "--stdin /dev/null").exit == 2);
}

TEST_CASE("command: an expectation decides the exit code", "[frontend][command]") {
  const Workspace workspace;
  const auto exit = [&](const std::string& name, const std::string& options) {
    return run_script(workspace, name, options).exit;
  };
  CHECK(exit("deadlock", "") == 1);
  CHECK(exit("deadlock", "--expect none") == 1);
  CHECK(exit("deadlock", "--expect deadlock") == 0);
  CHECK(exit("deadlock", "--expect leak,GC001") == 0);
  CHECK(exit("deadlock", "--expect any") == 0);
  CHECK(exit("deadlock", "--expect leak") == 1);
  CHECK(exit("pass", "--expect deadlock") == 1);
  CHECK(exit("pass", "--expect any") == 1);
  CHECK(exit("pass", "") == 0);
  CHECK(exit("bounded", "") == 0);
  const auto result = run_script(workspace, "deadlock", "--expect deadlock");
  CHECK_THAT(result.out, Contains("Wait cycle") && Contains("Replay   gocheck replay") &&
                             Contains("Expected deadlock by --expect"));
}

TEST_CASE("command: several targets make a table", "[frontend][command]") {
  const Workspace workspace;
  const auto result = workspace.gocheck("run" + kWorker + kWorker + script("pass"));
  CHECK(result.exit == 0);
  check_golden("table", result.out);
}

TEST_CASE("command: the JSON summary is all there is on standard output", "[frontend][command]") {
  const Workspace workspace;
  const auto result = run_script(workspace, "deadlock", "--json -o json=out/summary.json");
  CHECK(result.exit == 1);
  CHECK(result.out == workspace.read("out/summary.json"));
  const auto summary = nlohmann::json::parse(result.out);
  CHECK(summary.at("format") == "gocheck-summary");
  CHECK(summary.at("complete") == false);
  const auto& program = summary.at("programs").at(0);
  CHECK(program.at("verdict") == "fail");
  CHECK(program.at("guarantee") == "bounded");
  CHECK(program.at("executions") == 2);
  CHECK(program.at("findings").at(0).at("rule") == "GC001");
  CHECK(program.at("findings").at(0).at("at") == nlohmann::json{"cache.cc:12", "cache.cc:16"});
  CHECK_FALSE(workspace.read(program.at("findings").at(0).at("counterexample")).empty());
}

TEST_CASE("command: an output folder that cannot be written to is named before the search",
          "[frontend][command]") {
  const Workspace workspace;
  workspace.write("file", "");
  const auto result = run_script(workspace, "hang", "--output-dir file/sub");
  CHECK(result.exit == 2);
  CHECK(result.out == "");
  CHECK_THAT(result.err, StartsWith("gocheck: --output-dir: cannot write file/sub"));
  CHECK(workspace.files() == std::vector<std::string>{"file"});
  CHECK(run_script(workspace, "pass", "--output-dir new/folder").exit == 0);
  CHECK_FALSE(std::filesystem::exists(workspace.path() / "work/new/folder"));
}

TEST_CASE("command: a finding is shown even when it cannot be written", "[frontend][command]") {
  const Workspace workspace;
  workspace.write(".gocheck", "in the way");
  const auto result = run_script(workspace, "deadlock");
  CHECK(result.exit == 2);
  CHECK_THAT(result.out, Contains("Wait cycle") && !Contains("Replay "));
  CHECK_THAT(result.err, StartsWith("gocheck: cannot write .gocheck"));
  CHECK(workspace.files() == std::vector<std::string>{".gocheck"});
}

TEST_CASE("command: environment and flags set options, flags first", "[frontend][command]") {
  const Workspace workspace;
  const auto with = [&](const std::string& environment, const std::string& options) {
    return workspace.gocheck("run " + options + kWorker + script("deadlock"), environment).exit;
  };
  CHECK(with("GOCHECK_EXPECT=deadlock", "") == 0);
  CHECK(with("GOCHECK_EXPECT=deadlock", "--expect none") == 1);
}

TEST_CASE("command: colour when asked for", "[frontend][command]") {
  const Workspace workspace;
  const auto colored = [&](const std::string& environment, const std::string& options) {
    return workspace.gocheck("run " + options + kWorker + script("deadlock"), environment)
               .out.find('\x1b') != std::string::npos;
  };
  CHECK_FALSE(colored("", ""));
  CHECK(colored("", "--color always"));
  CHECK(colored("CLICOLOR_FORCE=1", ""));
  CHECK_FALSE(colored("CLICOLOR_FORCE=1 NO_COLOR=1", ""));
  CHECK(colored("NO_COLOR=1", "--color always"));
}

TEST_CASE("command: a first interrupt ends the search, with 130", "[frontend][command]") {
  const Workspace workspace;
  const auto result = workspace.shell("'" GOCHECK_TOOL "' run" + kWorker + script("hang") +
                                      " & sleep 0.3; kill -INT $!; wait $!");
  CHECK(result.exit == 130);
  CHECK(result.seconds < 5);
}

TEST_CASE("command: a second interrupt does not wait for the program", "[frontend][command]") {
  const Workspace workspace;
  const auto result = workspace.shell(
      "'" GOCHECK_TOOL "' run --execution-timeout 60s" + kWorker + script("stubborn") +
      " & sleep 0.5; kill -INT $!; sleep 0.5; kill -INT $!; wait $!");
  CHECK(result.exit == 130);
  CHECK(result.seconds < 5);
  CHECK_THAT(result.out, Contains("12 executions") && Contains("interrupted"));
}

TEST_CASE("replay: its four verdicts", "[frontend][command][replay]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  REQUIRE(run_script(workspace, "deadlock").exit == 1);
  std::filesystem::remove(workspace.path() / "work/cache.cc");
  const std::string file = only_counterexample(workspace);
  const auto replayed = [&](const std::string& more) {
    return workspace.gocheck("replay " + file + more);
  };
  const auto again = replayed("");  // Its arguments are recorded.
  CHECK(again.exit == 1);
  CHECK_THAT(again.out,
             StartsWith("REPRODUCED deadlock [GC001] at step 2\n\nFAIL  fake_worker: deadlock"));
  CHECK_THAT(again.out, Contains("in execution 1 goroutine 1 received from it at cache.cc:19") &&
                            Contains("turning point"));
  const auto fixed = replayed(script("fixed"));
  CHECK(fixed.exit == 0);
  CHECK(fixed.out == "FIXED  schedule followed to its end, no finding\n");
  const auto stale = replayed(script("stale"));
  CHECK(stale.exit == 3);
  CHECK_THAT(stale.out, StartsWith("STALE  step 2: recorded refresher: lock mu at cache.cc:11, the "
                                   "program offers send main:chan1 at cache.cc:12\n"));
  const auto different = replayed(kWorker + script("different"));
  CHECK(different.exit == 1);
  CHECK_THAT(different.out, StartsWith("DIFFERENT expected GC001, found GC013\n"));
}

TEST_CASE("replay: bad counterexamples and missing programs", "[frontend][command][replay]") {
  const Workspace workspace;
  REQUIRE(run_script(workspace, "deadlock").exit == 1);
  const std::string file = only_counterexample(workspace);
  const std::string good = workspace.read(file);
  workspace.write("cut.json", good.substr(0, good.size() / 2));
  workspace.write("empty.json", "");
  workspace.write("text.json", "not json");
  for (const char* bad : {"cut.json", "empty.json", "text.json"}) {
    const auto result = workspace.gocheck(std::string("replay ") + bad);
    CHECK(result.exit == 2);
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    CHECK(workspace.gocheck(std::string("show ") + bad).exit == 2);
  }
  const auto missing = workspace.gocheck("replay " + file + " nowhere.cc");
  CHECK(missing.exit == 4);
  CHECK(missing.err == "gocheck: no such file or directory: nowhere.cc\n");
}

TEST_CASE("show: the report again, without the program", "[frontend][command][show]") {
  const Workspace workspace;
  workspace.add_source("cache.cc");
  const auto run = run_script(workspace, "deadlock");
  const std::string file =
      ".gocheck/" + std::filesystem::path(workspace.files().front()).filename().string();
  const auto shown = workspace.gocheck("show " + file);
  CHECK(shown.exit == 0);
  CHECK(run.out.substr(0, run.out.find("\n2 executions")) == shown.out);
  CHECK(workspace.gocheck("show --format json " + file).out == workspace.read(file));
  workspace.write("cache.cc", "changed\n");
  CHECK_THAT(workspace.gocheck("show " + file).out,
             Contains("Note     cache.cc has changed since this was recorded"));
}

TEST_CASE("command: what was found before a crash is not lost", "[frontend][command]") {
  const Workspace workspace;
  const auto result = run_script(workspace, "crash_after_finding", "--max-findings 0");
  CHECK(result.exit == 4);
  CHECK_THAT(result.err, Contains("killed by SIGSEGV"));
  CHECK_THAT(result.out, Contains("[GC013]") && !Contains("[GC002]"));
  CHECK(workspace.files().size() == 1);
}

TEST_CASE("command: output that goes nowhere is an error, not a bug", "[frontend][command]") {
  const Workspace workspace;
  const auto result = workspace.gocheck("explain >/dev/full");
  CHECK(result.exit == 2);
  CHECK_THAT(result.err, StartsWith("gocheck: cannot write to standard output"));
  CHECK(workspace.shell("'" GOCHECK_TOOL "' run" + kWorker + script("long") + " | true").exit == 0);
}
