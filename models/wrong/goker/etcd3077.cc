// gocheck: expect leak
// etcd #3077: the node makes its channels when it starts to run; who stops it may find them not
// made yet and waits on a nil channel. (In the original the fields are also a data race; here an
// Atomic stands for them.)
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
    make();
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
  go("run", [=] { node->run(); });
  go("stop", [=] { node->stop(); });
}
