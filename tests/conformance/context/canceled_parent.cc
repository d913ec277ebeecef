// gocheck: expect none
// A child of a parent that has ended, ends at once (rules of XTestWithCancelCanceledParent in
// context/context_test.go), and for the parent's reason; also when the parent ends meanwhile.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  const auto parent = with_cancel(background());
  const bool concurrent = choose(2) == 1;
  WaitGroup group("canceler");
  if (concurrent) {
    group.go([&] { parent.cancel(); });
  } else {
    parent.cancel();
  }
  const auto child = choose(2) == 0 ? with_cancel(parent.ctx) : with_timeout(parent.ctx, 10h);
  if (!concurrent)
    require(select(recv(child.ctx.done()), otherwise()) == 0, "the child is alive");
  child.ctx.done().recv();
  // Under check ten hours may pass before the parent is canceled.
  require(child.ctx.err() == ContextErr::canceled || now() >= start + 10h);
  group.wait();
}
