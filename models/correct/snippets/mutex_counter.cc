// gocheck: expect none
// Two goroutines count under a mutex.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  Mutex mu;
  WaitGroup wg;
  int n = 0;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      {
        std::scoped_lock lk(mu);
        ++n;
      }
      wg.done();
    });
  }
  wg.wait();
  require(n == 2);
}
