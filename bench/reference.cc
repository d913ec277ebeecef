// The reference program of the benchmark: main and three goroutines, an unbuffered channel, a mutex
// and a WaitGroup. `reference N`: each goroutine locks N times; with 2 an execution has 25 steps.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int sections = argc > 1 ? std::atoi(argv[1]) : 1;
  Mutex mu;
  WaitGroup wg;
  auto ch = make_chan<int>();
  int total = 0;
  wg.add(3);
  for (int i = 0; i < 3; ++i) {
    go([&, i, sections] {
      ch.send(i);
      for (int k = 0; k < sections; ++k) {
        mu.lock();
        total += i;
        mu.unlock();
      }
      wg.done();
    });
  }
  for (int i = 0; i < 3; ++i) ch.recv();
  wg.wait();
  mu.lock();
  require(total == 3 * sections);
  mu.unlock();
}
