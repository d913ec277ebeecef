// gocheck: expect none
// serving #3068, repaired: who waits for the pool first waits for those who submit.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>
#include <utility>

using namespace gocheck;
using namespace std::chrono_literals;

using Work = std::function<bool()>;

class Pool {
 public:
  Pool(int workers, int capacity) : work_(make_chan<Work>(capacity, "work")) {
    for (int worker = 0; worker < workers; ++worker) {
      workers_.go([this] {
        for (const Work& work : work_) {
          if (!work()) first_error_.call([this] { failed_.store(true); });
        }
      });
    }
  }
  void submit(Work work) { work_.send(std::move(work)); }
  bool wait() {
    work_.close();
    workers_.wait();
    return !failed_.load();
  }

 private:
  Chan<Work> work_;
  WaitGroup workers_{"workers"};
  Once first_error_{"first_error"};
  Atomic<bool> failed_{false, "failed"};
};

int main() {
  auto pool = std::make_shared<Pool>(2, 2);
  auto submitted = make_chan<Unit>(1, "submitted");
  go("probe", [=] {
    sleep(1ms);
    pool->submit([] { return true; });
    submitted.send({});
  });
  pool->submit([] { return true; });
  submitted.recv();
  pool->wait();
}
