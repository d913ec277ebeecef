// gocheck: expect none
// Repaired: it is unlocked by who has locked it.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mu{"mu"};
  int updates = 0;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      if (!mu.try_lock()) return;
      ++updates;
      mu.unlock();
    });
  }
  wg.wait();
}
