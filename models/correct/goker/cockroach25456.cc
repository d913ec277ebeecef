// gocheck: expect none
// cockroach #25456, repaired: a check of a replica that is gone returns at once.
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
