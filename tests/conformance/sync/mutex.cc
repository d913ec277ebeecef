// gocheck: expect none
// gocheck: args 3 1
// Mutual exclusion (rules of TestMutex and HammerMutex in sync/mutex_test.go): the counter is nobody's but
// the holder's, try_lock succeeds iff the mutex is free. Under check 3 goroutines, one round; else 10, 1,000.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>

using namespace gocheck;

int main(int argc, char** argv) {
  const int goroutines = argc > 2 ? std::atoi(argv[1]) : 10;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 1'000;
  Mutex mu("mu");
  mu.lock();
  require(!mu.try_lock(), "locked twice");
  mu.unlock();
  require(mu.try_lock(), "free, and not locked");
  mu.unlock();

  int counter = 0;
  WaitGroup group("hammer");
  for (int g = 0; g < goroutines; ++g)
    group.go([&] {
      for (int i = 0; i < rounds; ++i) {
        if (i % 3 == 0 && mu.try_lock()) mu.unlock();
        const std::scoped_lock lock(mu);
        ++counter;
      }
    });
  group.wait();
  require(counter == goroutines * rounds, "an increment was lost");
}
