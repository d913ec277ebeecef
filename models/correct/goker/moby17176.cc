// gocheck: expect none
// moby #17176, repaired: the early return gives the lock back.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Devices {
  Mutex mu;
  int devices = 0;
};

void cleanup(Devices& d) {
  d.mu.lock();
  if (d.devices == 0) {
    d.mu.unlock();
    return;
  }
  d.mu.unlock();
}

int main() {
  auto d = std::make_shared<Devices>();
  auto done = make_chan<int>(1);
  go("cleanup", [=] {
    cleanup(*d);
    d->mu.lock();
    d->mu.unlock();
    done.send(1);
  });
  select(recv(done), recv(after(1ms)));
}
