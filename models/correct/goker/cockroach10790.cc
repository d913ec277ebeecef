// gocheck: expect none
// cockroach #10790, repaired: the sender closes what it has not sent, so that a drain always
// ends.
#include <array>
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Replica {
  std::array<Chan<bool>, 2> commands{make_chan<bool>(0, "first"), make_chan<bool>(0, "second")};
};

void send_all(const Replica& replica, const Context& ctx) {
  const Defer finish([&] {
    for (const Chan<bool>& command : replica.commands) command.close();
  });
  for (const Chan<bool>& command : replica.commands) {
    if (select(send(command, true), recv(ctx.done())) == 1) return;
  }
}

void begin_commands(std::shared_ptr<Replica> replica, const Context& ctx) {
  for (const Chan<bool>& command : replica->commands) {
    if (select(recv(command), recv(ctx.done())) == 0) continue;
    go("drain", [=] {
      for (const Chan<bool>& left : replica->commands) left.recv();
    });
    return;
  }
}

int main() {
  auto replica = std::make_shared<Replica>();
  auto [ctx, cancel] = with_cancel(background());
  go("sender", [=, ctx = ctx] { send_all(*replica, ctx); });
  go("replica", [=, ctx = ctx] { begin_commands(replica, ctx); });
  cancel();
}
