// gocheck: expect none
// etcd #7492, repaired: the keeper's tokens have a lock of their own instead of a channel.
#include <functional>
#include <gocheck/go.hpp>
#include <mutex>
#include <utility>

using namespace gocheck;
using namespace std::chrono_literals;

class Keeper {
 public:
  explicit Keeper(std::function<void()> delete_stale) : delete_stale_(std::move(delete_stale)) {}

  void start() {
    go("keeper", [this] { run(); });
  }
  void add() {
    std::scoped_lock lock(mu_);
    ++tokens_;
  }
  void stop() {
    stop_.close();
    stopped_.recv();
  }

 private:
  void run() {
    const auto tick = after(1ns);
    for (;;) {
      if (select(recv(tick, delete_stale_), recv(stop_)) == 1) break;
    }
    stopped_.close();
  }

  std::function<void()> delete_stale_;
  Mutex mu_{"keeper.mu"};
  Chan<Unit> stop_ = make_chan<Unit>(0, "stop");
  Chan<Unit> stopped_ = make_chan<Unit>(0, "stopped");
  int tokens_ = 0;
};

struct Store {
  RWMutex mu{"store.mu"};
  int users = 0;
  Keeper keeper{[this] {
    std::scoped_lock lock(mu);
    users = 0;
  }};

  void authenticate() {
    std::scoped_lock lock(mu);
    ++users;
    keeper.add();
  }
};

int main() {
  Store store;
  store.keeper.start();
  WaitGroup requests{"requests"};
  for (int i = 0; i < 2; ++i) {
    requests.go([&] { store.authenticate(); });
  }
  requests.wait();
  store.keeper.stop();
}
