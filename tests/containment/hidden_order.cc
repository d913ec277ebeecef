// A data race, in code that is not instrumented, decides whether a step is there: the optimal search finds that one is
// not which should be.
#include <gocheck/go.hpp>

#include <chrono>

using namespace gocheck;

int main() {
  int x = 0;
  Mutex a, b;
  WaitGroup wg;
  wg.add(3);
  go([&] {
    sleep(std::chrono::milliseconds(1));
    if (x == 1) {
      b.lock();
      b.unlock();
    }
    wg.done();
  });
  go([&] {
    a.lock();
    a.unlock();
    wg.done();
  });
  go([&] {
    a.lock();
    x = 1;
    a.unlock();
    wg.done();
  });
  wg.wait();
}
