// gocheck: expect leak
// grpc #660: the benchmark's loop starts a request and waits for it or for the stop; when it
// takes the stop, the request is left with a result that nobody receives. The endless loop is
// cut down to two requests, after which it waits for the stop.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Benchmark {
  Chan<bool> stop = make_chan<bool>(0, "stop");

  void loop() {
    for (int request = 0; request < 2; ++request) {
      auto done = make_chan<bool>(0, "done");
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
