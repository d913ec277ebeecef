// gocheck: expect none
// A goroutine that comes to wait later does not take the broadcast away from one that waits already (rules
// of TestCondSignalStealing in sync/cond_test.go).
#include <gocheck/go.hpp>

#include <mutex>

using namespace gocheck;

int main() {
  Mutex mutex("mutex");
  Cond cond(mutex, "cond");
  const auto first = make_chan<Unit>();
  bool done = false;
  WaitGroup group("others");
  group.go([&] {
    {
      const std::scoped_lock lock(mutex);
      first.send({});
      cond.wait();
    }
    first.send({});
  });
  first.recv();
  mutex.lock();   // From here on the first one waits.
  mutex.unlock();
  group.go([&] { cond.broadcast(); });
  group.go([&] {
    const std::scoped_lock lock(mutex);
    while (!done) cond.wait();
  });
  first.recv();   // A deadlock if it was not woken.
  {
    const std::scoped_lock lock(mutex);
    done = true;
  }
  cond.broadcast();
  group.wait();
}
