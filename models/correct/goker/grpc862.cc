// gocheck: expect none
// grpc #862, repaired: the context of the connection is derived from that of the dial.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;
using namespace std::chrono_literals;

struct ClientConn {
  Context ctx;
  CancelFunc cancel;

  void reset_transport() const {
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto [connecting, give_up] = with_timeout(ctx, 10ms);
      give_up();
      after(2ns).recv();
      if (select(recv(ctx.done()), otherwise()) == 0) return;
    }
    ctx.done().recv();
  }
};

std::shared_ptr<ClientConn> dial(const Context& dialling) {
  auto [ctx, cancel] = with_cancel(dialling);
  auto conn = std::make_shared<ClientConn>(ClientConn{ctx, cancel});
  go("reset transport", [=] { conn->reset_transport(); });
  select(recv(dialling.done(), [&] { conn->cancel(); }), otherwise());
  return conn;
}

int main() {
  auto [ctx, cancel] = with_cancel(background());
  dial(ctx);
  cancel();
}
