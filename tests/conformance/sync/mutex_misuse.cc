// gocheck: expect unlock-of-unlocked
// gocheck: max-findings 0
// production: of unlocked
// The eight ways to unlock what is not locked (TestMutexMisuse in sync/mutex_test.go). Each ends the
// program and cannot be recovered from; under check each is explored.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mutex("mutex");
  RWMutex rw("rw");
  try {
    switch (choose(8)) {
      case 0:
        mutex.unlock();
        break;
      case 1:
        mutex.lock();
        mutex.unlock();
        mutex.unlock();
        break;
      case 2:
        rw.unlock();
        break;
      case 3:
        rw.lock_shared();
        rw.unlock();
        break;
      case 4:
        rw.lock();
        rw.unlock();
        rw.unlock();
        break;
      case 5:
        rw.unlock_shared();
        break;
      case 6:
        rw.lock();
        rw.unlock_shared();
        break;
      default:
        rw.lock_shared();
        rw.unlock_shared();
        rw.unlock_shared();
    }
  } catch (...) {
    require(false, "it can be recovered from");
  }
  require(false, "it was accepted");
}
