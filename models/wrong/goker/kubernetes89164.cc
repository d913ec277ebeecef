// gocheck: expect race
// kubernetes #89164: the buffer of watchers is emptied under the lock, but the dispatcher
// iterates over it after it has released the lock.
#include <gocheck/go.hpp>
#include <mutex>
#include <vector>

using namespace gocheck;

class Cacher {
 public:
  void add() {
    std::scoped_lock lock(mu_);
    watchers_.push_back(1);
  }
  void dispatch() {
    {
      std::scoped_lock lock(mu_);
      started_ = true;
    }
    const std::vector<int>& watchers = watchers_;
    for (const int watcher : watchers) delivered_ += watcher;
  }

 private:
  RWMutex mu_{"cacher.mu"};
  std::vector<int> watchers_;
  bool started_ = false;
  int delivered_ = 0;
};

int main() {
  Cacher cacher;
  WaitGroup wg;
  wg.go([&] { cacher.add(); });
  wg.go([&] { cacher.dispatch(); });
  wg.wait();
}
