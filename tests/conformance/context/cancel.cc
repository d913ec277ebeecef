// gocheck: expect none
// with_cancel and background (rules of XTestBackground and XTestWithCancel in context/context_test.go): a
// context lives until its cancel function is called, then done() is closed and err() says why, for good.
#include <gocheck/go.hpp>

#include <functional>
#include <string>

using namespace gocheck;

namespace {

bool ended(const Context& ctx) { return select(recv(ctx.done()), otherwise()) == 0; }

}  // namespace

int main() {
  require(background().done() == nullptr && background().err() == ContextErr::none);
  require(!ended(background()));

  const auto [c1, cancel] = with_cancel(background());
  const Context c2 = c1;   // The same context.
  for (const Context& c : {c1, c2}) {
    require(c.done() != nullptr && c.done() == c1.done());
    require(!ended(c) && c.err() == ContextErr::none);
  }
  const std::function<void()> stored = cancel;
  stored();
  cancel();   // No effect.
  for (const Context& c : {c1, c2}) {
    require(ended(c) && c.err() == ContextErr::canceled);
    require(std::string(to_string(c.err())) == "context canceled");
  }
}
