// gocheck: expect race
// serving #6472: the work that a queue has pending is counted by an ordinary addition where it
// comes in, and atomically where it is done.
#include <atomic>
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

class WorkQueue {
 public:
  void start(int worker_count) {
    for (int worker = 0; worker < worker_count; ++worker) {
      workers_.go([this] {
        while (take()) std::atomic_ref(pending_).fetch_sub(1);
      });
    }
  }
  void add() {
    pending_ += 1;
    std::scoped_lock lock(mu_);
    ++items_;
    changed_.signal();
  }
  void stop() {
    {
      std::scoped_lock lock(mu_);
      is_stopped_ = true;
      changed_.broadcast();
    }
    workers_.wait();
  }

 private:
  bool take() {
    std::scoped_lock lock(mu_);
    while (items_ == 0 && !is_stopped_) changed_.wait();
    if (items_ == 0) return false;
    --items_;
    return true;
  }

  Mutex mu_{"queue.mu"};
  Cond changed_{mu_, "changed"};
  WaitGroup workers_{"workers"};
  int items_ = 0;
  bool is_stopped_ = false;
  int pending_ = 0;
};

int main() {
  WorkQueue queue;
  queue.start(1);
  for (int i = 0; i < 2; ++i) queue.add();
  queue.stop();
}
