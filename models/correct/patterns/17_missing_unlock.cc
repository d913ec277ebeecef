// gocheck: expect none
// Repaired: the scope unlocks.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

class Cache {
 public:
  bool put(int value) {
    std::scoped_lock lock(mu_);
    if (value_ == value) return false;
    value_ = value;
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
