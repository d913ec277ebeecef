// gocheck: expect leak
// moby #28462: a container that changes its state stops its health monitor by a message, with
// its lock held; the monitor may be about to lock the container for a probe. The endless loop is
// cut down to two probes.
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
    stop_monitor.send({});
  }
};

int main() {
  auto container = std::make_shared<Container>();
  go("monitor", [=] { container->monitor(); });
  go("daemon", [=] { container->state_changed(); });
}
