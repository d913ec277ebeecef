// gocheck: expect none
// A deadline that passes while somebody cancels: one of the two is the reason, and it stays.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const auto parent = with_timeout(background(), 1ms);
  const auto child = with_cancel(parent.ctx);
  WaitGroup group("canceler");
  group.go([&] {
    sleep(1ms);
    parent.cancel();
  });
  child.ctx.done().recv();
  const ContextErr reason = child.ctx.err();
  require(reason != ContextErr::none);
  group.wait();
  require(parent.ctx.err() == reason && child.ctx.err() == reason, "the reason has changed");
}
