// gocheck: expect none
// The health check finds a broken connection or a client gets it first; meanwhile the pool is closed. Two checks,
// so that there are finitely many executions.
#include "pool.hpp"

using namespace pool;
using namespace std::chrono_literals;

int main() {
  Server server;
  {
    Pool connections(server, {.connections_max = 1, .health_interval = 1ms, .checks_max = 2});
    gocheck::WaitGroup group("client");
    group.go([&] {
      try {
        const std::optional<Lease> lease = connections.acquire(gocheck::background());
        (*lease)->break_down();
      } catch (const Closed&) {
      }
    });
    try {
      const std::optional<Lease> lease = connections.acquire(gocheck::background());
      gocheck::require((*lease)->ping(), "handed out although it is broken");
    } catch (const Closed&) {
      gocheck::require(false, "nobody has closed it");
    }
    connections.close();
    group.wait();
  }
  gocheck::require(server.open() == 0, "a connection was forgotten");
}
