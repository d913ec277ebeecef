// gocheck: expect none
// Three goroutines share two connections: never more are open, each is used by one goroutine at a time, and all
// get their turn.
#include "pool.hpp"

using namespace pool;

int main() {
  Server server;
  {
    Pool connections(server, {.connections_max = 2});
    gocheck::WaitGroup group("clients");
    for (int i = 0; i < 3; ++i)
      group.go([&] {
        const std::optional<Lease> lease = connections.acquire(gocheck::background());
        gocheck::require(server.open() <= 2, "too many connections");
        gocheck::require((*lease)->query("hello") == "hello!");
      });
    group.wait();
    gocheck::require(connections.idle() == server.open());
  }
  gocheck::require(server.open() == 0, "a connection was forgotten");
}
