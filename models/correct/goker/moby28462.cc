// gocheck: expect none
// moby #28462, repaired: the monitor is stopped by closing its channel, which waits for nobody.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

struct Container {
  Mutex mu{"container.mu"};
  Chan<Unit> stop_monitor = make_chan<Unit>(0, "stop_monitor");
  int probes = 0;

  void handle_probe() {
    yield();
    std::scoped_lock lock(mu);
    ++probes;
  }
  void monitor() {
    for (int probe = 0; probe < 2; ++probe) {
      if (select(recv(stop_monitor), otherwise()) == 0) return;
      handle_probe();
    }
    stop_monitor.recv();
  }
  void state_changed() {
    std::scoped_lock lock(mu);
    stop_monitor.close();
  }
};

int main() {
  auto container = std::make_shared<Container>();
  go("monitor", [=] { container->monitor(); });
  go("daemon", [=] { container->state_changed(); });
}
