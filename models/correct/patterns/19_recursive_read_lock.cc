// gocheck: expect none
// Repaired: what is called with the lock held does not lock.
#include <gocheck/go.hpp>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;

class Registry {
 public:
  int size() {
    std::shared_lock lock(mu_);
    return entries_;
  }
  bool is_empty() {
    std::shared_lock lock(mu_);
    return entries_ == 0;
  }
  void add() {
    std::scoped_lock lock(mu_);
    ++entries_;
  }

 private:
  RWMutex mu_{"registry.mu"};
  int entries_ = 0;
};

int main() {
  Registry registry;
  WaitGroup wg;
  wg.go([&] { registry.add(); });
  registry.is_empty();
  wg.wait();
}
