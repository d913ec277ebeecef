#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "harness.hpp"
#include "targets/directives.hpp"
#include "targets/elf_note.hpp"
#include "targets/target.hpp"

using namespace gocheck::frontend;

TEST_CASE("directives: the leading comment says how to check", "[frontend][targets]") {
  const auto read = parse_directives(
      "// Copyright\n\n// gocheck: expect deadlock, GC002\n//gocheck: args --n 3 'a b'\n// "
      "gocheck: max-executions 500\n"
      "// gocheck: stdin input.txt\n#include <x>\n// gocheck: expect none\n",
      "a.cc");
  REQUIRE(read);
  CHECK(read->expect == std::vector<std::string>{"deadlock", "leak"});
  CHECK(read->expect_at == Place{"a.cc", 3});
  CHECK(read->args == std::vector<std::string>{"--n", "3", "a b"});
  CHECK(read->options.at("max-executions") == "500");
  CHECK(read->stdin_path == "input.txt");
  CHECK(parse_directives("int main() {}", "a.cc")->expect.empty());
}

TEST_CASE("directives: mistakes are named with their place", "[frontend][targets]") {
  CHECK(parse_directives("\n// gocheck: expct leak\n", "a.cc").problem().message ==
        "a.cc:2: unknown directive \"expct\"; did you mean expect?");
  CHECK(parse_directives("// gocheck: expect deadlok\n", "a.cc").problem().message ==
        "a.cc:1: expect: unknown kind of finding \"deadlok\"; did you mean deadlock?");
  CHECK_FALSE(parse_directives("// gocheck: expect none,leak\n", "a.cc"));
}

TEST_CASE("targets: a main is a main outside comments and strings", "[frontend][targets]") {
  CHECK(has_main("int main() {}"));
  CHECK(has_main("static int x = 1'000;\nauto main(int argc, char** argv) -> int {}"));
  CHECK(has_main("int\nmain (void) {}"));
  CHECK_FALSE(has_main("// int main() {}\nint domain();"));
  CHECK_FALSE(has_main("/* int main() {} */ const char* s = \"int main()\"; int mainframe();"));
  CHECK_FALSE(has_main("char c = '\"'; int remain(); /* \" int main() */"));
}

TEST_CASE("elf: only what carries the note is a program", "[frontend][targets]") {
  CHECK(read_notes("/bin/sh")->abi == 0);
  CHECK(read_notes("/etc/passwd")->abi == 0);
  CHECK_FALSE(read_notes("/nonexistent"));
  CHECK(read_notes(GOCHECK_FAKE_WORKER)->abi == kRuntimeAbi);
  CHECK(check_program("/bin/sh", "sh")
            .problem()
            .message.starts_with("sh isn't linked with gocheck::runtime"));
}

TEST_CASE("elf: damaged files have no notes", "[frontend][targets]") {
  const Workspace workspace;
  const std::string whole = *read_file(GOCHECK_FAKE_WORKER);
  for (const std::size_t size : {0, 3, 40, 64, 200, 700}) {
    workspace.write("cut", whole.substr(0, size));
    CHECK(read_notes(workspace.path() / "work/cut")->abi == 0);
  }
  std::string wild = whole;
  for (std::size_t at = 16; at < 64; ++at) wild[at] = '\xFF';
  workspace.write("wild", wild);
  CHECK(read_notes(workspace.path() / "work/wild")->abi == 0);
}
