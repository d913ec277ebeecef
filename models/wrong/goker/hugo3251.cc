// gocheck: expect deadlock
// hugo #3251, scaled down to two fetchers of one url: the lock of all urls is held while the lock
// of one is awaited, whose holder needs the former to give it back.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct UrlLocks {
  RWMutex all{"all"};
  Mutex one{"one"};
};

void lock_url(UrlLocks& locks) {
  locks.all.lock();
  locks.one.lock();
  locks.all.unlock();
}

void unlock_url(UrlLocks& locks) {
  locks.all.lock_shared();
  locks.one.unlock();
  locks.all.unlock_shared();
}

int main() {
  UrlLocks locks;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go("fetch", [&] {
      lock_url(locks);
      unlock_url(locks);
      wg.done();
    });
  }
  wg.wait();
}
