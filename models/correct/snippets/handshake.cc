// gocheck: expect none
// Two goroutines meet twice on one unbuffered channel.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto ch = make_chan<int>();
  go("echo", [=] { ch.send(ch.recv() + 1); });
  ch.send(41);
  require(ch.recv() == 42);
}
