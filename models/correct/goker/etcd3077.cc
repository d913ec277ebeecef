// gocheck: expect none
// etcd #3077, repaired: the channels are made before the goroutine is started.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

struct Node {
  Chan<Unit> stopped;
  Chan<Unit> done;

  void start() {
    make();
    go("run", [this] { run(); });
  }
  void make() {
    stopped = make_chan<Unit>(0, "stopped");
    done = make_chan<Unit>(0, "done");
  }
  void run() const {
    const Defer finish([this] { done.close(); });
    stopped.recv();
  }
  void stop() const {
    stopped.send({});
    done.recv();
  }
};

int main() {
  Node node;
  node.start();
  sleep(1ms);
  node.stop();
}
