// gocheck: expect none
// kubernetes #81148, repaired: the time is set before the pod is put among the others.
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
    pod->since = now();
    queue.add(pod);
  });
  wg.wait();
}
