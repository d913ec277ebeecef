// gocheck: expect none
// etcd #3077, repaired: the channels are made before the goroutine is started.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;
using namespace std::chrono_literals;

struct Node {
  Atomic<bool> is_made{false};
  Chan<int> stopped;
  Chan<int> done;

  void make() {
    stopped = make_chan<int>(0, "stopped");
    done = make_chan<int>(0, "done");
    is_made.store(true);
  }
  void run() {
    stopped.recv_ok();
    done.close();
  }
  void stop() {
    if (!is_made.load()) {
      Chan<int>{}.recv();
      return;
    }
    stopped.close();
    done.recv_ok();
  }
};

int main() {
  auto node = std::make_shared<Node>();
  node->make();
  go("run", [=] { node->run(); });
  go("stop", [=] { node->stop(); });
}
