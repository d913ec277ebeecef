// gocheck: expect none
// grpc #1460, repaired: keepalive notes that it sleeps, releases the lock and then waits.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

struct Transport {
  Mutex mu{"transport.mu"};
  Chan<Unit> awaken = make_chan<Unit>(1, "awaken");
  int streams = 0;
  bool is_dormant = false;

  void keepalive() {
    mu.lock();
    is_dormant = streams == 0;
    const bool sleeps = is_dormant;
    mu.unlock();
    if (sleeps) awaken.recv();
  }
  void new_stream() {
    std::scoped_lock lock(mu);
    ++streams;
    if (is_dormant) {
      is_dormant = false;
      awaken.send({});
    }
  }
};

int main() {
  auto transport = std::make_shared<Transport>();
  go("keepalive", [=] { transport->keepalive(); });
  go("stream", [=] { transport->new_stream(); });
}
