#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

using namespace gocheck::frontend;

TEST_CASE("text: widths count columns, not bytes", "[frontend][text]") {
  CHECK(display_width("cache") == 5);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\xCC\x81") == 1);  // A combining accent takes none.
  CHECK(pad_right("日本", 6) == "日本  ");
  CHECK(shorten("refresher", 6, true) == "refre~");
  CHECK(shorten("refresher", 9, true) == "refresher");
}

TEST_CASE("text: what is not printable is shown as such", "[frontend][text]") {
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(printable("a\tb") == "a    b");
}

TEST_CASE("text: durations", "[frontend][text]") {
  CHECK(parse_duration_ms("500ms") == 500);
  CHECK(parse_duration_ms("30s") == 30'000);
  CHECK(parse_duration_ms("10m") == 600'000);
  CHECK(parse_duration_ms("1h") == 3'600'000);
  CHECK(parse_duration_ms("0") == 0);
  for (const char* bad : {"", "5", "s", "5x", "-5s", "1.5s", "99999999999999999999h"})
    CHECK_FALSE(parse_duration_ms(bad));
}

TEST_CASE("text: a misspelling finds the nearest word", "[frontend][text]") {
  const std::vector<std::string> words = {"--max-executions", "--max-steps", "--seed", "run",
                                          "replay"};
  CHECK(nearest("--max-exections", words) == "--max-executions");
  CHECK(nearest("--sede", words) == "--seed");
  CHECK(nearest("rn", words) == "run");
  CHECK(nearest("--frobnicate", words).empty());
}

TEST_CASE("text: numbers and lists", "[frontend][text]") {
  CHECK(thousands(0) == "0");
  CHECK(thousands(12403) == "12,403");
  CHECK(count_of(1, "finding") == "1 finding");
  CHECK(split_words("--n 3 'a b' \"\"") == std::vector<std::string>{"--n", "3", "a b", ""});
}

// FIPS 180-4, examples; the third crosses a block.
TEST_CASE("sha256: known answers", "[frontend][text]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("files: paths are relative to a root", "[frontend][text]") {
  CHECK(relative_to("/a/b/c.cc", "/a/b") == "c.cc");
  CHECK(relative_to("/a/x/c.h", "/a/b") == "../x/c.h");
  CHECK(relative_to("./c.cc", "/a/b") == "c.cc");
}

TEST_CASE("text: a piece of an input in a message", "[frontend][text]") {
  CHECK(in_quotes("pct") == "\"pct\"");
  CHECK(in_quotes("\x1b[31m") == "\"\\x1b[31m\"");
  CHECK(display_width(in_quotes(std::string(5000, 'x'))) == 62);
  // Nobody has misspelt that, and the comparison would cost its square.
  const std::vector<std::string> candidates = {std::string(100, 'x')};
  CHECK(nearest(std::string(99, 'x'), candidates).empty());
}
