// gocheck: expect none
// istio #18454, repaired: the timer is drained only when there is something to drain.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>
#include <optional>

using namespace gocheck;
using namespace std::chrono_literals;

struct Worker {
  CancelableContext life = with_cancel(background());

  template <typename F>
  void start(F run) {
    go("worker", [ctx = life.ctx, run] { run(ctx); });
  }
  void stop() { life.cancel(); }
};

class Strategy : public std::enable_shared_from_this<Strategy> {
 public:
  void on_change() {
    {
      std::scoped_lock lock(mu_);
      if (!timer_) {
        timer_.emplace(1ns);
        worker_.start([self = shared_from_this()](const Context& ctx) { self->loop(ctx); });
        return;
      }
    }
    resets_.send({});
  }
  void close() { worker_.stop(); }

 private:
  void loop(const Context& ctx) {
    for (;;) {
      switch (select(recv(timer_->chan()), recv(resets_), recv(ctx.done()))) {
        case 1:
          if (!timer_->stop()) select(recv(timer_->chan()), otherwise());
          timer_->reset(1ns);
          break;
        case 2:
          timer_->stop();
          return;
      }
    }
  }

  Mutex mu_{"strategy.mu"};
  std::optional<Timer> timer_;
  Chan<Unit> resets_ = make_chan<Unit>(1, "resets");
  Worker worker_;
};

class Processor {
 public:
  void start() {
    constexpr int kEvents = 3;
    auto events = make_chan<int>(kEvents, "events");
    for (int event = 0; event < kEvents; ++event) events.send(event);
    auto strategy = std::make_shared<Strategy>();
    worker_.start([=](const Context& ctx) {
      while (select(recv(ctx.done()), recv(events)) == 1) strategy->on_change();
      strategy->close();
    });
  }
  void stop() { worker_.stop(); }

 private:
  Worker worker_;
};

int main() {
  Processor processor;
  processor.start();
  processor.stop();
}
