// gocheck: expect unlock-of-unlocked
// A mutex that was only tried is unlocked in any case.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mu{"mu"};
  int updates = 0;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      if (mu.try_lock()) ++updates;
      mu.unlock();
    });
  }
  wg.wait();
}
