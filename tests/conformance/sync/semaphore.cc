// gocheck: expect none
// gocheck: args 3
// A channel as a semaphore (HammerSemaphore in sync/mutex_test.go hammers the runtime's own) and Semaphore:
// never more inside than its size. Under check 3 goroutines, else 10.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int goroutines = argc > 1 ? std::atoi(argv[1]) : 10;
  Semaphore weighted(2, "weighted");
  const auto slots = make_chan<Unit>(2);
  const bool channel = choose(2) == 1;
  Atomic<int> inside(0, "inside");
  WaitGroup group("hammer");
  for (int i = 0; i < goroutines; ++i)
    group.go([&, slots] {
      if (channel) {
        slots.send({});
      } else {
        weighted.acquire();
      }
      require(inside.fetch_add(1) < 2, "too many inside");
      inside.fetch_sub(1);
      if (channel) {
        slots.recv();
      } else {
        weighted.release();
      }
    });
  group.wait();
  require(weighted.try_acquire(2) && !weighted.try_acquire());
}
