// gocheck: expect none
// Two goroutines want the same initialisation: it is done once, before either goes on.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  Once once;
  WaitGroup wg;
  int made = 0;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      once.call([&] { ++made; });
      require(made == 1);
      wg.done();
    });
  }
  wg.wait();
}
