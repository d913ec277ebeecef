// gocheck: expect deadlock,leak
// grpc #3017: a cached connection is deleted by a timer. When it is wanted back as the timer
// fires, the callback finds that its work was called off and returns without releasing the lock.
// Cut down from ten thousand rounds to two.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>
#include <utility>

using namespace gocheck;
using namespace std::chrono_literals;

using Connection = int;

class Cache : public std::enable_shared_from_this<Cache> {
 public:
  Connection take() {
    std::scoped_lock lock(mu_);
    if (cached_) {
      const auto entry = std::exchange(cached_, nullptr);
      if (!entry->timer->stop()) entry->is_called_off = true;
      return entry->connection;
    }
    return ++made_;
  }
  void give_back(Connection connection) {
    std::scoped_lock lock(mu_);
    auto entry = std::make_shared<Entry>(connection);
    cached_ = entry;
    entry->timer.reset(
        new Timer(after_func(1ns, [self = shared_from_this(), entry] { self->expire(*entry); })));
  }

 private:
  struct Entry {
    explicit Entry(Connection c) : connection(c) {}
    Connection connection;
    bool is_called_off = false;
    std::unique_ptr<Timer> timer;
  };

  void expire(const Entry& entry) {
    mu_.lock();
    if (entry.is_called_off) return;
    cached_ = nullptr;
    mu_.unlock();
  }

  Mutex mu_{"cache.mu"};
  std::shared_ptr<Entry> cached_;
  Connection made_ = 0;
};

int main() {
  auto cache = std::make_shared<Cache>();
  auto done = make_chan<Unit>(0, "done");
  go("balancer", [=] {
    Connection connection = cache->take();
    for (int round = 0; round < 2; ++round) {
      cache->give_back(connection);
      connection = cache->take();
    }
    done.close();
  });
  done.recv();
}
