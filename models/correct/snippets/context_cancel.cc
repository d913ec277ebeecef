// gocheck: expect none
// A cancelled context ends the goroutine that watches it.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto [ctx, cancel] = with_cancel(background());
  auto done = make_chan<int>();
  go("watcher", [=, ctx = ctx] {
    ctx.done().recv_ok();
    done.send(1);
  });
  cancel();
  done.recv();
  require(static_cast<bool>(ctx.err()));
}
