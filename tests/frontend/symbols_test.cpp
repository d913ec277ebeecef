#include <link.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "harness.hpp"
#include "symbols/symbolizer.hpp"
#include "symbols/variable_name.hpp"

using namespace gocheck::frontend;
using Names = std::vector<std::string>;

TEST_CASE("names: variables are read off the line that makes the object", "[frontend][symbols]") {
  CHECK(declared_names("  Mutex mu;", "mutex") == Names{"mu"});
  CHECK(declared_names("  gocheck::Mutex a, b{\"x\"};", "mutex") == Names{"a", "b"});
  CHECK(declared_names("  Mutex forks[5];", "mutex") == Names{"forks[i]"});
  CHECK(declared_names("  RWMutex mu;", "mutex").empty());
  CHECK(declared_names("  WaitGroup wg; Once once;", "wg") == Names{"wg"});
  CHECK(declared_names("  Atomic<int> n{0};", "atomic") == Names{"n"});
  CHECK(declared_names("  Cond c(mu);", "cond") == Names{"c"});
  CHECK(declared_names("  auto updates = make_chan<int>();", "chan") == Names{"updates"});
  CHECK(declared_names("  auto a = make_chan<int>(), b = gocheck::make_chan<int>(2);", "chan") ==
        Names{"a", "b"});
  CHECK(declared_names("  Chan<int> c{make_chan<int>()};", "chan") == Names{"c"});
  CHECK(declared_names("  Worker() : jobs(make_chan<int>()) {}", "chan") == Names{"jobs"});
  CHECK(declared_names("  s.done = make_chan<Unit>();", "chan") == Names{"s.done"});
  CHECK(declared_names("  stages.push_back(make_chan<int>());", "chan") == Names{"stages[i]"});
  CHECK(declared_names("  auto mu = std::make_shared<Mutex>();", "mutex") == Names{"mu"});
  CHECK(declared_names("  return make_chan<int>();", "chan").empty());
}

TEST_CASE("names: or off a line that uses it", "[frontend][symbols]") {
  CHECK(used_name("  std::scoped_lock lk(cache.mu);", "lock") == "cache.mu");
  CHECK(used_name("  std::unique_lock<Mutex> lk{mu};", "lock") == "mu");
  CHECK(used_name("  self->jobs.send(1);", "send") == "self->jobs");
  CHECK(used_name("  a.send(b.recv());", "send").empty());  // Which?
  CHECK(used_name("  select(recv(jobs));", "recv") == "jobs");
  CHECK(used_name("  select(recv(ticker.chan()));", "recv") == "ticker.chan()");
  CHECK(used_name("  select(recv(done), recv(ticker.chan()));", "recv").empty());  // Which?
  CHECK(used_name("  select(recv(done), recv(after(1ms)));", "recv").empty());
}

TEST_CASE("names: functions as a reader would write them", "[frontend][symbols]") {
  CHECK(readable_function("main") == "main()");
  CHECK(readable_function("operator()") == "<lambda>");
  CHECK(readable_function("main::{lambda()#1}::operator()() const") == "main()::<lambda>");
  CHECK(readable_function(
            "f(int)::{lambda(std::map<int, int>)#2}::operator()(std::map<int, int>) const") ==
        "f()::<lambda>");
  CHECK(readable_function("main::$_0::operator()() const") == "main()::<lambda>");
  CHECK(readable_function("Cache::get(std::string const&)") == "Cache::get()");
  CHECK(readable_function("void work<int>(gocheck::Chan<int>)") == "work()");
  CHECK(readable_function("(anonymous namespace)::work(int)") == "work()");
}

namespace {

__attribute__((noinline)) std::uint64_t called_from() {
  return reinterpret_cast<std::uint64_t>(__builtin_return_address(0));
}

std::uint64_t load_address() {
  std::uint64_t base = 0;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* result) {
        *static_cast<std::uint64_t*>(result) = info->dlpi_addr;
        return 1;  // The program comes first.
      },
      &base);
  return base;
}

}  // namespace

TEST_CASE("symbols: a return address leads to the line of its call", "[frontend][symbols]") {
  std::uint64_t address = 0;
  const unsigned line = __LINE__ + 1;
  const auto call = [&] { address = called_from(); };
  call();
  const auto table =
      symbolize(std::filesystem::read_symlink("/proc/self/exe"), load_address(), {address});
  REQUIRE(table.size() == 1);
  const std::vector<Frame>& frames = table.begin()->second;
  REQUIRE_FALSE(frames.empty());
  const std::string& file = frames.front().at.file;
  CHECK(std::filesystem::path(file).filename() == "symbols_test.cpp");
  CHECK(file == std::filesystem::path(file).lexically_normal());  // The build says "../tests/...".
  CHECK(frames.front().at.line == line);
}

TEST_CASE("symbols: without debug information there are no frames", "[frontend][symbols]") {
  CHECK(symbolize("/nonexistent", 0, {0x1000}).empty());
  const auto table = symbolize("/bin/sh", 0, {0x1000, 0x2000});
  for (const auto& [address, frames] : table)
    for (const Frame& frame : frames) CHECK_FALSE(frame.at.known());
}

TEST_CASE("symbols: addr2line is asked again when somebody kills it", "[frontend][symbols]") {
  const Workspace space;
  space.write("addr2line",
              "#!/bin/sh\n"
              "read -r address && echo asked >> \"${0%/*}/log\"\n"
              "[ \"$(wc -l < \"${0%/*}/log\")\" -gt \"$KILLS\" ] || kill -9 $$\n"
              "echo \"0x$address\"; echo main; echo /some/file.cc:7\n");
  REQUIRE(space.shell("chmod +x addr2line").exit == 0);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", ((space.path() / "work").string() + ":" + path).c_str(), 1);
  ::setenv("KILLS", "1", 1);
  const auto table = symbolize("/nonexistent", 0, {0x1001});
  const auto asked = space.read("log");
  ::setenv("KILLS", "1000", 1);
  const auto none = symbolize("/nonexistent", 0, {0x1001});  // Not for ever.
  ::setenv("PATH", path.c_str(), 1);
  ::unsetenv("KILLS");
  CHECK(asked == "asked\nasked\n");
  REQUIRE(table.size() == 1);
  REQUIRE(table.begin()->second.size() == 1);
  CHECK(table.begin()->second.front().at.line == 7);
  CHECK(none.empty());
}
