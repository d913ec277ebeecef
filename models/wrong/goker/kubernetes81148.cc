// gocheck: expect race
// kubernetes #81148: a pod is put among those that cannot be scheduled, under the lock, and its
// time is set after the unlock; a flush that finds it there reads the time.
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>

using namespace gocheck;

struct Pod {
  TimePoint since{};
};

class Queue {
 public:
  void add(const std::shared_ptr<Pod>& pod) {
    std::scoped_lock lock(mu_);
    unschedulable_[1] = pod;
  }
  void flush() {
    std::scoped_lock lock(mu_);
    for (const auto& [id, pod] : unschedulable_) {
      if (pod->since > TimePoint{}) ++moved_;
    }
  }

 private:
  RWMutex mu_{"queue.mu"};
  std::map<int, std::shared_ptr<Pod>> unschedulable_;
  int moved_ = 0;
};

int main() {
  Queue queue;
  WaitGroup wg;
  wg.go([&] { queue.flush(); });
  wg.go([&] {
    auto pod = std::make_shared<Pod>();
    queue.add(pod);
    pod->since = now();
  });
  wg.wait();
}
