// gocheck: expect none
// etcd #4876, repaired: the interval belongs to the stream and is set before the stream is
// opened.
#include <chrono>
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

struct Stream {
  std::chrono::milliseconds progress_interval = 10ms;
  Chan<Unit> closed = make_chan<Unit>(0, "closed");

  void send_loop() const {
    Timer progress(progress_interval);
    select(recv(progress.chan()), recv(closed));
    progress.stop();
  }
};

int main() {
  Stream stream;
  stream.progress_interval = 1ms;
  WaitGroup wg{"streams"};
  wg.go([&] { stream.send_loop(); });
  stream.closed.close();
  wg.wait();
}
