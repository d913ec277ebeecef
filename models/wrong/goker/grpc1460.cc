// gocheck: expect leak
// grpc #1460: the keepalive goroutine goes to sleep with the transport's lock held while there
// are no streams; the stream that would wake it needs that lock.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

struct Transport {
  Mutex mu{"transport.mu"};
  Chan<Unit> awaken = make_chan<Unit>(0, "awaken");
  int streams = 0;

  void keepalive() {
    mu.lock();
    if (streams == 0) {
      awaken.recv();
      yield();
    }
    mu.unlock();
  }
  void new_stream() {
    std::scoped_lock lock(mu);
    ++streams;
    if (streams == 1) select(send(awaken, Unit{}), otherwise());
  }
};

int main() {
  auto transport = std::make_shared<Transport>();
  go("keepalive", [=] { transport->keepalive(); });
  go("stream", [=] { transport->new_stream(); });
}
