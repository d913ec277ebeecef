// gocheck: expect none
// kubernetes #88331, repaired: the number is read under the lock.
#include <cstddef>
#include <gocheck/go.hpp>
#include <mutex>
#include <shared_mutex>
#include <vector>

using namespace gocheck;

class PodQueue {
 public:
  void push(int pod) {
    std::scoped_lock lock(mu_);
    pods_.push_back(pod);
  }
  void pop() {
    std::scoped_lock lock(mu_);
    if (!pods_.empty()) pods_.pop_back();
  }
  std::size_t size() {
    std::shared_lock lock(mu_);
    return pods_.size();
  }

 private:
  RWMutex mu_{"queue.mu"};
  std::vector<int> pods_;
};

int main() {
  PodQueue queue;
  queue.push(1);
  auto stop = make_chan<Unit>(0, "stop");
  WaitGroup wg;
  wg.go([&] {
    for (int report = 0; report < 2; ++report) {
      if (select(recv(stop), otherwise()) == 0) return;
      require(queue.size() <= 1, "one pod waits at most");
    }
  });
  wg.go([&] { queue.pop(); });
  stop.close();
  wg.wait();
}
