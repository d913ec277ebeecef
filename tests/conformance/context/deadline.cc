// gocheck: expect none
// Deadlines (rules of XTestDeadline, XTestTimeout and XTestCanceledTimeout in context/context_test.go): the
// earliest of a chain counts, one that has passed counts at once, and a cancel before it wins.
#include <gocheck/go.hpp>

#include <string>

using namespace gocheck;
using namespace std::chrono_literals;

namespace {

void expires(const Context& ctx) {
  const TimePoint start = now();
  switch (select(recv(ctx.done()), recv(after(10h)))) {
    case 0: break;
    default: require(now() >= start + 10h, "did not expire"), ctx.done().recv();
  }
  require(ctx.err() == ContextErr::deadline_exceeded);
  require(std::string(to_string(ctx.err())) == "context deadline exceeded");
}

void canceled_first() {
  const TimePoint start = now();
  const auto timed = with_timeout(background(), 1h);
  const auto child = with_cancel(timed.ctx);
  child.cancel();
  const auto outer = with_timeout(with_cancel(timed.ctx).ctx, 2h);
  timed.cancel();
  outer.ctx.done().recv();
  for (const Context& ctx : {timed.ctx, child.ctx, outer.ctx})
    require(ctx.err() == ContextErr::canceled || now() >= start + 1h);
}

}  // namespace

int main() {
  switch (choose(6)) {
    case 0: return expires(with_deadline(background(), now() + 5ms).ctx), 0;
    case 1: return expires(with_timeout(background(), 5ms).ctx), 0;
    case 2: return expires(with_timeout(with_timeout(background(), 5ms).ctx, 1h).ctx), 0;
    case 3: return expires(with_value(with_timeout(background(), 5ms).ctx, "key", 1)), 0;
    case 4: return expires(with_deadline(background(), now() - 1ns).ctx), 0;
    default: return canceled_first(), 0;
  }
}
