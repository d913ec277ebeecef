// gocheck: expect deadlock
#include <gocheck/go.hpp>
#include <mutex>

int main() {
  gocheck::Mutex mu;
  int hits = 0;
  auto updates = gocheck::make_chan<int>();
  // Publishes how often the cache was hit. The lock is held while the value waits for its receiver.
  gocheck::go("refresher", [&] {
    std::scoped_lock lk(mu);
    updates.send(hits);
  });

  {
    std::scoped_lock lk(mu);
    ++hits;
  }
  updates.recv();
}
