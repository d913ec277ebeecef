// gocheck: expect leak
// cockroach #6181: a cache is printed under its read lock, and the operator that prints it takes
// the read lock again; a writer that queues in between blocks both. Cut down from three look-ups
// to two.
#include <gocheck/go.hpp>
#include <mutex>
#include <ostream>
#include <shared_mutex>
#include <sstream>

using namespace gocheck;

class RangeCache {
 public:
  void look_up();
  void print_locked(std::ostream& out) const { out << "cache of " << ranges_ << " ranges"; }

 private:
  friend std::ostream& operator<<(std::ostream& out, RangeCache& cache) {
    std::shared_lock lock(cache.mu_);
    cache.print_locked(out);
    return out;
  }

  RWMutex mu_{"cache.mu"};
  int ranges_ = 0;
};

void RangeCache::look_up() {
  std::ostringstream log;
  {
    std::shared_lock lock(mu_);
    log << "look up in " << *this;
  }
  std::scoped_lock lock(mu_);
  ++ranges_;
}

void look_up_concurrently() {
  RangeCache cache;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { cache.look_up(); });
  }
  wg.wait();
}

int main() { go("look-ups", look_up_concurrently); }
