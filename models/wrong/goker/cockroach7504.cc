// gocheck: expect deadlock
// cockroach #7504: a lease is released with the table lock after the lease lock; the name cache
// takes the two the other way round. main waits for both.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Cache {
  Mutex mu{"cache.mu"};
  int entries = 1;
};
struct Lease {
  Mutex mu{"lease.mu"};
  int references = 1;
};

int main() {
  Cache cache;
  Lease lease;
  WaitGroup wg;
  wg.add(2);
  go("acquire", [&] {
    {
      std::scoped_lock names(cache.mu);
      std::scoped_lock one(lease.mu);
      ++lease.references;
    }
    wg.done();
  });
  go("release", [&] {
    {
      std::scoped_lock first(lease.mu);
      --lease.references;
      std::scoped_lock second(cache.mu);
      --cache.entries;
    }
    wg.done();
  });
  wg.wait();
}
