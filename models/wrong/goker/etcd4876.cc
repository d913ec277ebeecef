// gocheck: expect race
// etcd #4876: a test shortens the interval at which progress is reported, a variable of the
// package, while the goroutine of a stream that is open reads it for its ticker.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

auto progress_interval = 10ms;

struct Stream {
  Chan<Unit> closed = make_chan<Unit>(0, "closed");

  void send_loop() const {
    Timer progress(progress_interval);
    select(recv(progress.chan()), recv(closed));
    progress.stop();
  }
};

int main() {
  Stream stream;
  WaitGroup wg{"streams"};
  wg.go([&] { stream.send_loop(); });
  progress_interval = 1ms;
  stream.closed.close();
  wg.wait();
}
