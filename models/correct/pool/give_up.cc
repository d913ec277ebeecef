// gocheck: expect none
// A client gives up waiting just when the connection it waits for comes back: the connection must not get lost
// between the two, or the next client waits for ever.
#include "pool.hpp"

using namespace pool;

int main() {
  Server server;
  {
    Pool connections(server, {.connections_max = 1});
    gocheck::WaitGroup group("clients");
    const auto [ctx, cancel] = gocheck::with_cancel(gocheck::background());
    std::optional<Lease> first = connections.acquire(gocheck::background());
    group.go([&, ctx = ctx] { static_cast<void>(connections.acquire(ctx)); });
    group.go([cancel = cancel] { cancel(); });
    first.reset();
    group.wait();
    gocheck::require(connections.acquire(gocheck::background()).has_value());
  }
  gocheck::require(server.open() == 0, "a connection was forgotten");
}
