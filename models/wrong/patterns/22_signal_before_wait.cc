// gocheck: expect deadlock
// The waiter does not look at the state before it waits; a signal that came first is lost.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

int main() {
  Mutex mu{"mu"};
  Cond ready{mu, "ready"};
  bool is_ready = false;
  go("setter", [&] {
    std::scoped_lock lock(mu);
    is_ready = true;
    ready.signal();
  });
  std::scoped_lock lock(mu);
  ready.wait();
  require(is_ready, "the state is set");
}
