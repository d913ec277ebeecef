// gocheck: expect none
// Repaired: the context is cancelled on every way out.
#include <gocheck/go.hpp>

using namespace gocheck;

void serve() {
  auto [ctx, cancel] = with_cancel(background());
  const Defer end([&, cancel = cancel] { cancel(); });
  go("watcher", [ctx = ctx] { ctx.done().recv(); });
}

int main() { serve(); }
