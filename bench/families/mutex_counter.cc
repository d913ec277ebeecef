// mutex_counter N SECTIONS: N goroutines count up so often under a mutex; main waits for all and looks at the sum.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int, char** argv) {
  const int n = std::atoi(argv[1]);
  const int sections = std::atoi(argv[2]);
  Mutex mutex;
  WaitGroup running;
  int count = 0;
  running.add(n);
  for (int i = 0; i < n; ++i) {
    go([&, sections] {
      for (int k = 0; k < sections; ++k) {
        mutex.lock();
        ++count;
        mutex.unlock();
      }
      running.done();
    });
  }
  running.wait();
  require(count == n * sections);
}
