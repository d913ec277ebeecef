// gocheck: expect leak
// moby #17176: an early return of deactivateDevice forgets the lock that the next caller waits
// for.
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
