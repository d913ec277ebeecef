// gocheck: expect deadlock
// etcd #7443, reduced to its cycle: up() and close() of the balancer share a mutex, and up()
// notifies on a full channel under it.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Balancer {
  Mutex mu{"balancer.mu"};
  Chan<int> notify = make_chan<int>(1, "notify");
  bool closed = false;

  void up() {
    std::scoped_lock lock(mu);
    if (closed) return;
    notify.send(1);
  }
  void close() {
    std::scoped_lock lock(mu);
    closed = true;
    notify.close();
  }
};

int main() {
  Balancer balancer;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go("connection", [&] {
      balancer.up();
      wg.done();
    });
  }
  balancer.close();
  wg.wait();
  while (balancer.notify.recv_ok().ok) {
  }
}
