// gocheck: expect deadlock
// cockroach #1462: the worker that delivers intercepted messages tests for the stop and then
// sends without looking for it again; the receiver may have taken the stop in between. Its
// endless loop is cut down to two messages.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

class Stopper {
 public:
  template <typename F>
  void run_worker(F worker) {
    workers_.add();
    go("worker", [this, worker] {
      worker();
      workers_.done();
    });
  }
  bool start_task() {
    std::scoped_lock lock(mu_);
    if (is_draining_) return false;
    ++tasks_;
    return true;
  }
  void finish_task() {
    std::scoped_lock lock(mu_);
    --tasks_;
    drained_.broadcast();
  }
  const Chan<Unit>& should_stop() const { return stop_; }
  void stop() {
    {
      std::scoped_lock lock(mu_);
      is_draining_ = true;
      while (tasks_ > 0) drained_.wait();
    }
    stop_.close();
    workers_.wait();
  }

 private:
  Mutex mu_{"stopper.mu"};
  Cond drained_{mu_, "drained"};
  WaitGroup workers_{"workers"};
  Chan<Unit> stop_ = make_chan<Unit>(0, "stop");
  bool is_draining_ = false;
  int tasks_ = 0;
};

void intercept(Stopper& stopper, const Chan<int>& events) {
  for (int message = 0; message < 2; ++message) {
    if (select(recv(stopper.should_stop()), otherwise()) == 0) return;
    events.send(message);
  }
}

void process(Stopper& stopper, const Chan<int>& events) {
  while (select(recv(events), recv(stopper.should_stop())) == 0) {
  }
}

int main() {
  Stopper stopper;
  auto events = make_chan<int>(0, "events");
  stopper.run_worker([&] { intercept(stopper, events); });
  stopper.run_worker([&] { process(stopper, events); });
  if (stopper.start_task()) stopper.finish_task();
  stopper.stop();
}
