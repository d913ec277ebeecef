// gocheck: expect deadlock
// cockroach #25456: a consistency check waits for the store to quiesce before it gives up. It
// runs in the goroutine that would stop the store afterwards.
#include <gocheck/go.hpp>

using namespace gocheck;

struct Stopper {
  Chan<Unit> quiescing = make_chan<Unit>(0, "quiescing");
  void stop() { quiescing.close(); }
};
struct Store {
  Stopper* stopper;
};
struct Replica {
  Store* store;
  bool is_initialized = false;

  bool check_consistency() {
    if (is_initialized) return true;
    store->stopper->quiescing.recv();
    return false;
  }
};

int main() {
  Stopper stopper;
  Store store{&stopper};
  Replica replica{&store};
  for (int i = 0; i < 2; ++i) replica.check_consistency();
  stopper.stop();
}
