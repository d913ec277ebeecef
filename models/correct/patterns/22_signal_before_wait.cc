// gocheck: expect none
// Repaired: it waits until the state is as it wants it.
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
  while (!is_ready) ready.wait();
  require(is_ready, "the state is set");
}
