// gocheck: expect deadlock
// etcd #7492: a token is announced to its keeper on a channel with the store's lock held; the
// keeper, which empties the channel, wants that lock when its ticker says that tokens are stale.
// Cut down to two requests and a ticker that ticks once.
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
  void add() { added_.send(1); }
  void stop() {
    stop_.close();
    stopped_.recv();
  }

 private:
  void run() {
    const auto tick = after(1ns);
    for (;;) {
      const int taken =
          select(recv(added_, [&] { ++tokens_; }), recv(tick, delete_stale_), recv(stop_));
      if (taken == 2) break;
    }
    stopped_.close();
  }

  std::function<void()> delete_stale_;
  Chan<int> added_ = make_chan<int>(1, "added");
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
