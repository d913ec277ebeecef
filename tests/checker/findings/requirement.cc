// gocheck: expect assert
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Atomic<int> n{0};
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      const int seen = n.load();
      n.store(seen + 1);
      wg.done();
    });
  }
  wg.wait();
  require(n.load() == 2);
}
