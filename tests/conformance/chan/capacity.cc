// gocheck: expect none
// Capacities and lengths; bad sizes panic (rules of test/chancap.go).
#include <gocheck/go.hpp>

#include <cstdint>
#include <limits>
#include <string>

using namespace gocheck;

namespace {

void refuses(std::ptrdiff_t capacity) {
  std::string text;
  try {
    const auto c = make_chan<int>(capacity);
    static_cast<void>(c);
  } catch (const Panic& panic) {
    text = panic.what();
  }
  require(text == "makechan: size out of range", "a bad size was accepted");
}

}  // namespace

int main() {
  const auto c = make_chan<int>(10);
  require(c.len() == 0 && c.cap() == 10);
  for (int i = 1; i <= 3; ++i) {
    c.send(i);
    require(c.len() == i && c.cap() == 10);
  }
  static_cast<void>(c.recv());
  require(c.len() == 2);

  const auto unbuffered = make_chan<int>();
  require(unbuffered.len() == 0 && unbuffered.cap() == 0);
  const Chan<int> nil;
  require(nil.len() == 0 && nil.cap() == 0 && nil == nullptr);

  refuses(-1);
  refuses(std::numeric_limits<std::ptrdiff_t>::min());
  refuses(std::numeric_limits<std::ptrdiff_t>::max());
}
