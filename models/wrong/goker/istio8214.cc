// gocheck: expect race
// istio #8214: the statistics of a cache are counted by atomic additions and reported by an
// ordinary copy of them all.
#include <atomic>
#include <gocheck/go.hpp>

using namespace gocheck;

struct Stats {
  long writes = 0;
  long hits = 0;
};

class Cache {
 public:
  void set(int value) {
    value_.store(value);
    std::atomic_ref(stats_.writes).fetch_add(1);
  }
  Stats stats() { return stats_; }

 private:
  Atomic<int> value_{0, "value"};
  Stats stats_;
};

int main() {
  Cache cache;
  WaitGroup wg;
  wg.go([&] { cache.set(1); });
  wg.go([&] { require(cache.stats().writes <= 1, "one write is counted at most once"); });
  wg.wait();
}
