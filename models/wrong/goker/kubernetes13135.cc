// gocheck: expect leak
// kubernetes #13135: the cacher takes its own lock and then, to list, the lock of its watch
// cache; an event comes through the watch cache, with its lock held, and takes the cacher's. The
// loop that lists again and again is cut down to two rounds.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

class WatchCache {
 public:
  std::function<void()> on_replace;
  std::function<void()> on_event;

  void add() {
    std::unique_lock lock(mu_);
    ++version_;
    on_event();
  }
  void replace() {
    std::unique_lock lock(mu_);
    version_ = 0;
    on_replace();
  }

 private:
  RWMutex mu_{"watch_cache.mu"};
  int version_ = 0;
};

class Cacher {
 public:
  Cacher() {
    watch_cache_.on_replace = [this] {
      first_list_.call([this] { initialized_.done(); });
      mu_.unlock();
    };
    watch_cache_.on_event = [this] { std::scoped_lock lock(mu_); };
    initialized_.add();
  }
  void start_caching(const Chan<Unit>& stop) {
    for (int round = 0; round < 2; ++round) {
      if (select(recv(stop), otherwise()) == 0) return;
      mu_.lock();
      watch_cache_.replace();
    }
  }
  void wait_until_listed() { initialized_.wait(); }
  void add() { watch_cache_.add(); }

 private:
  Mutex mu_{"cacher.mu"};
  WaitGroup initialized_{"initialized"};
  Once first_list_{"first_list"};
  WatchCache watch_cache_;
};

int main() {
  auto stop = make_chan<Unit>(0, "stop");
  auto cacher = std::make_shared<Cacher>();
  go("list", [=] { cacher->start_caching(stop); });
  cacher->wait_until_listed();
  go("event", [=] { cacher->add(); });
  stop.close();
}
