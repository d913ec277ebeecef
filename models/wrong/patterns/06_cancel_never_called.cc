// gocheck: expect leak
// A context is made to be cancelled, and is not: its watcher waits for ever.
#include <gocheck/go.hpp>

using namespace gocheck;

void serve() {
  auto [ctx, cancel] = with_cancel(background());
  go("watcher", [ctx = ctx] { ctx.done().recv(); });
  static_cast<void>(cancel);
}

int main() { serve(); }
