// gocheck: expect none
// A connection breaks while somebody waits for it, and the server may be down when the next one is opened: the
// place is free again all the same.
#include "pool.hpp"

using namespace pool;

int main() {
  Server server;
  {
    Pool connections(server, {.connections_max = 1});
    gocheck::WaitGroup group("clients");
    std::optional<Lease> first = connections.acquire(gocheck::background());
    for (int i = 0; i < 2; ++i)
      group.go([&] {
        try {
          const std::optional<Lease> lease = connections.acquire(gocheck::background());
          gocheck::require((*lease)->ping(), "handed out although it is broken");
        } catch (const ConnectionError&) {
          server.set_down(false);
        }
      });
    (*first)->break_down();
    server.set_down(true);
    first.reset();
    group.wait();
    gocheck::require(connections.idle() <= 1);
  }
  gocheck::require(server.open() == 0, "a connection was forgotten");
}
