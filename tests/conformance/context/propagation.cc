// gocheck: expect none
// A parent that ends takes its children with it, whatever they carry, and nobody else (rules of
// XTestParentFinishesChild and XTestChildFinishesFirst in context/context_test.go).
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

namespace {

bool ended(const Context& ctx) { return select(recv(ctx.done()), otherwise()) == 0; }

void parent_first() {
  const TimePoint start = now();
  const auto parent = with_cancel(background());
  const auto child = with_cancel(parent.ctx);
  const Context value = with_value(parent.ctx, "key", 1);
  const auto below_value = with_cancel(value);
  const auto timed = with_timeout(value, 10h);
  const auto stranger = with_cancel(background());
  for (const Context& c : {parent.ctx, child.ctx, value, below_value.ctx})
    require(!ended(c) && c.err() == ContextErr::none);
  require(!ended(timed.ctx) || now() >= start + 10h);
  require(value.done() == parent.ctx.done(), "a value ends with its parent");

  parent.cancel();
  for (const Context& c : {parent.ctx, child.ctx, value, below_value.ctx, timed.ctx}) {
    c.done().recv();
    require(c.err() == ContextErr::canceled || (c.done() == timed.ctx.done() && now() >= start + 10h));
  }
  require(!ended(stranger.ctx));
  require(ended(with_cancel(value).ctx), "a child of an ended parent lives");
}

void child_first(const Context& root) {
  const auto parent = with_cancel(root);
  const auto child = with_cancel(parent.ctx);
  child.cancel();
  require(ended(child.ctx) && child.ctx.err() == ContextErr::canceled);
  require(!ended(parent.ctx) && parent.ctx.err() == ContextErr::none);
  parent.cancel();
  require(child.ctx.err() == ContextErr::canceled);
}

}  // namespace

int main() {
  switch (choose(3)) {
    case 0: return parent_first(), 0;
    case 1: return child_first(background()), 0;
    default: return child_first(with_cancel(background()).ctx), 0;
  }
}
