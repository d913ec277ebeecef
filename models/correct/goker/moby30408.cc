// gocheck: expect none
// moby #30408, repaired: a failed activation ends the wait, and whoever sets it broadcasts.
#include <gocheck/go.hpp>
#include <mutex>
#include <string>

using namespace gocheck;

struct Plugin {
  Mutex mu{"plugin.mu"};
  Cond activated{mu, "activated"};
  bool has_manifest = false;
  std::string error;

  bool is_active() const { return has_manifest || !error.empty(); }
  void fail(const std::string& why) {
    std::scoped_lock lock(mu);
    error = why;
    activated.broadcast();
  }
  void wait_active() {
    std::scoped_lock lock(mu);
    while (!is_active()) activated.wait();
  }
};

int main() {
  Plugin plugin;
  plugin.fail("handshake failed");
  auto done = make_chan<Unit>(0, "done");
  go("caller", [&] {
    plugin.wait_active();
    done.close();
  });
  done.recv();
}
