// gocheck: expect deadlock
// A reader reads again through a function that locks; a writer that arrives in between blocks
// both.
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
    return size() == 0;
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
