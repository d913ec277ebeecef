// Whole reports, as the tool prints them for a played-back worker, against approved files.

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "harness.hpp"

using namespace gocheck::frontend;

namespace {

const std::string kWorker = GOCHECK_FAKE_WORKER;
const std::string kScripts = GOCHECK_TEST_FOLDER "/scripts/";

struct Case {
  const char* name;
  const char* script;
  const char* source;
  const char* options;
};

}  // namespace

TEST_CASE("report: findings as approved", "[frontend][report][golden]") {
  const auto [name, script, source, options] = GENERATE(values<Case>({
      {"deadlock", "deadlock", "cache.cc", ""},
      {"deadlock_ascii", "deadlock", "cache.cc", "--ascii --width 80"},
      {"deadlock_color", "deadlock", "cache.cc", "--color always"},
      {"leak", "leak", "search.cc", ""},
      {"negative", "negative", "fanout.cc", ""},
      {"send_on_closed", "send_on_closed", "pub.cc", ""},
      {"assert", "assert", "check.cc", "--max-findings 0"},
      {"select", "select", "worker.cc", ""},
      {"many", "many", "many.cc", ""},
      {"long", "long", "spin.cc", ""},
      {"long_full", "long", "spin.cc", "--trace full"},
      {"long_none", "long", "spin.cc", "--trace none"},
      {"pass", "pass", "cache.cc", ""},
      {"bounded", "bounded", "spin.cc", "--max-executions 500"},
      {"budget", "budget", "spin.cc", "--max-executions 500"},
  }));
  INFO(name);
  const Workspace workspace;
  workspace.add_source(source);
  const auto result = workspace.gocheck("run " + std::string(options) + " '" + kWorker + "' -- " +
                                        kScripts + script + ".txt");
  CHECK(result.err == "");
  CHECK(result.exit == (result.out.find("FAIL") != std::string::npos ? 1 : 0));
  check_golden(name, result.out);
  for (const std::string& line : split(result.out, '\n'))
    if (line.find("\x1b") == std::string::npos && !line.starts_with("ok") &&
        line.find(" executions (") == std::string::npos)
      CHECK(display_width(line) <= 100);
}

TEST_CASE("report: a missing source costs the excerpts and nothing else", "[frontend][report]") {
  const Workspace workspace;
  const auto result = workspace.gocheck("run '" + kWorker + "' -- " + kScripts + "deadlock.txt");
  CHECK(result.exit == 1);
  CHECK(result.out.find("waits for mutex mutex1 (made at cache.cc:6)") != std::string::npos);
  CHECK(result.out.find("Replay   gocheck replay .gocheck/fake_worker-GC001-") !=
        std::string::npos);
}
