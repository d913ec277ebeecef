// gocheck: expect none
// kubernetes #58107, repaired: a worker takes the read lock after it has got its item.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;

class Queue {
 public:
  void put() {
    std::scoped_lock lock(mu_);
    ++items_;
    added_.signal();
  }
  void get() {
    std::scoped_lock lock(mu_);
    while (items_ == 0) added_.wait();
    --items_;
  }

 private:
  Mutex mu_{"queue.mu"};
  Cond added_{mu_, "added"};
  int items_ = 0;
};

struct QuotaController {
  RWMutex worker_lock{"worker_lock"};
  Queue queue;
  Queue missing_usage;

  void work_on_queue() {
    queue.get();
    std::shared_lock lock(worker_lock);
  }
  void work_on_missing_usage() {
    missing_usage.get();
    std::shared_lock lock(worker_lock);
    queue.put();
  }
  void sync() { std::scoped_lock lock(worker_lock); }
};

int main() {
  auto controller = std::make_shared<QuotaController>();
  go("worker", [=] { controller->work_on_queue(); });
  go("worker", [=] { controller->work_on_missing_usage(); });
  go("sync", [=] { controller->sync(); });
  controller->missing_usage.put();
}
