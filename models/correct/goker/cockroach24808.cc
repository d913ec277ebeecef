// gocheck: expect none
// cockroach #24808, repaired: a token that finds another one there is not sent.
#include <gocheck/go.hpp>

using namespace gocheck;

struct Stopper {
  WaitGroup workers{"workers"};
  Chan<Unit> stop_requested = make_chan<Unit>(0, "stop");

  template <typename F>
  void run_worker(F worker) {
    workers.add();
    go("worker", [this, worker] {
      worker();
      workers.done();
    });
  }
  void stop() {
    stop_requested.close();
    workers.wait();
  }
};

struct Compactor {
  Chan<Unit> wake = make_chan<Unit>(1, "wake");

  void start(Stopper& stopper) {
    select(send(wake, Unit{}), otherwise());
    stopper.run_worker([this, &stopper] {
      while (select(recv(stopper.stop_requested), recv(wake)) == 1) {
      }
    });
  }
};

int main() {
  Stopper stopper;
  Compactor compactor;
  compactor.wake.send({});
  compactor.start(stopper);
  stopper.stop();
}
