// gocheck: expect none
// etcd #7443, repaired: a notification that finds the channel full is dropped, for one is there
// already.
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
    select(send(notify, 1), otherwise([] {}));
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
