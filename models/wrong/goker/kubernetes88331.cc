// gocheck: expect race
// kubernetes #88331: the number of pods that wait is read for a metric without the lock under
// which a scheduler takes one out. The loop that reports, endless and never stopped in the
// original, is cut down to two rounds.
#include <cstddef>
#include <gocheck/go.hpp>
#include <mutex>
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
  std::size_t size() { return pods_.size(); }

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
