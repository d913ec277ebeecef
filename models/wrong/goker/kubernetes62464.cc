// gocheck: expect leak
// kubernetes #62464: a reader that reads again meets a writer that queues in between.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct State {
  RWMutex mu{"state.mu"};
  int value = 0;

  int get() {
    std::shared_lock lock(mu);
    return value;
  }
  int reconcile() {
    std::shared_lock lock(mu);
    return get();
  }
  void set(int v) {
    std::scoped_lock lock(mu);
    value = v;
  }
};

int main() {
  auto state = std::make_shared<State>();
  go("reconcile", [=] { state->reconcile(); });
  go("set", [=] { state->set(1); });
}
