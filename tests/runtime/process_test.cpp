#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

namespace {

struct Ended {
  int status;
  std::string output;
};

Ended run_program(const std::string& which, int procs) {
  const std::string command = "GOCHECK_PROCS=" + std::to_string(procs) + " timeout 20 " +
                              GOCHECK_TEST_PROGRAM " " + which + " 2>&1";
  FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ended ended{};
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    ended.output += static_cast<char>(c);
  const int status = ::pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

}  // namespace

TEST_CASE("process: ends that are errors have Go's text and status 2", "[runtime][process]") {
  const int procs = GENERATE(1, 2);
  const auto [which, text] = GENERATE(table<std::string, std::string>({
      {"deadlock", "fatal error: all goroutines are asleep - deadlock!"},
      {"deadlock", "goroutine 1 \"main\" [sync.Mutex.Lock]:"},
      {"deadlock", "goroutine 2 \"worker\" [chan send]:"},
      {"nil", "[chan receive (nil chan)]"},
      {"select-nothing", "[select (no cases)]"},
      {"panic", "panic: boom"},
      {"panic", "goroutine 2 \"bad\" [running]:"},
      {"exception", "panic: not caught"},
      {"go-exit", "fatal error: no goroutines (main called go_exit) - deadlock!"},
      {"unlock", "fatal error: sync: unlock of unlocked mutex"},
      {"require", "one is two"},
  }));
  const Ended ended = run_program(which, procs);
  CAPTURE(which, procs);
  CHECK(ended.status == 2);
  CHECK_THAT(ended.output, Catch::Contains(text));
}

TEST_CASE("process: the status is main's, a hundred times", "[runtime][process]") {
  const int procs = GENERATE(1, 2);
  const auto [which, status] = GENERATE(table<std::string, int>(
      {{"status", 7}, {"exit", 5}, {"busy", 4}, {"many", 0}}));
  for (int repetition = 0; repetition < 100; ++repetition) {
    const Ended ended = run_program(which, procs);
    CAPTURE(which, procs, repetition, ended.output);
    REQUIRE(ended.status == status);
    REQUIRE(ended.output.empty());
  }
}
