// gocheck: expect none
// The cache of the README, repaired: the lock is released before the value is sent, and main waits
// for the goroutine to be done with the lock.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  Mutex mu;
  int hits = 0;
  auto updates = make_chan<int>();
  go("refresher", [&] {
    int seen = 0;
    {
      std::scoped_lock lk(mu);
      seen = hits;
    }
    updates.send(seen);
  });
  {
    std::scoped_lock lk(mu);
    ++hits;
  }
  updates.recv();
}
