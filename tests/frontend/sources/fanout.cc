#include <gocheck/go.hpp>
using namespace gocheck;

int main() {
  WaitGroup wg;
  wg.add(1);
  go("worker", [&] {
    wg.done();
    wg.done();
  });
  wg.wait();
}
