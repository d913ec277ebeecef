// gocheck: expect none
// hugo #3251, repaired: the lock of all urls is released before that of one url is awaited.
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
  locks.all.unlock();
  locks.one.lock();
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
