// gocheck: expect deadlock
// An early return leaves the mutex locked, and the next caller waits for it.
#include <gocheck/go.hpp>

using namespace gocheck;

class Cache {
 public:
  bool put(int value) {
    mu_.lock();
    if (value_ == value) return false;
    value_ = value;
    mu_.unlock();
    return true;
  }

 private:
  Mutex mu_{"cache.mu"};
  int value_ = 0;
};

int main() {
  Cache cache;
  cache.put(choose(2));
  cache.put(2);
}
