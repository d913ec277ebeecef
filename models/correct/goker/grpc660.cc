// gocheck: expect none
// grpc #660, repaired: the channel of a result has room for it.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Benchmark {
  Chan<bool> stop = make_chan<bool>(0, "stop");

  void loop() {
    for (int request = 0; request < 2; ++request) {
      auto done = make_chan<bool>(1, "done");
      go("request", [=] {
        if (choose(2) == 0) {
          done.send(false);
          return;
        }
        done.send(true);
      });
      if (select(recv(stop), recv(done)) == 0) return;
    }
    stop.recv();
  }
};

int main() {
  auto benchmark = std::make_shared<Benchmark>();
  go("loop", [=] { benchmark->loop(); });
  go("stop", [=] { benchmark->stop.send(true); });
}
