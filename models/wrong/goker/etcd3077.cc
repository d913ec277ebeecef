// gocheck: expect race
// etcd #3077: a node makes its channels when its goroutine starts to run. Who stops it has
// slept, which orders nothing: it reads the fields as they are written, or finds nil and waits
// for ever.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

struct Node {
  Chan<Unit> stopped;
  Chan<Unit> done;

  void start() {
    go("run", [this] {
      make();
      run();
    });
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
