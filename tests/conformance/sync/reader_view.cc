// gocheck: expect none
// gocheck: args 2
// A reader's lock as a lock of its own (rules of TestRLocker in sync/rwmutex_test.go; std::shared_lock is
// Go's RLocker): as long as it is held no writer gets in. Under check 2 turns, else 10.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;

int main(int argc, char** argv) {
  const int turns = argc > 1 ? std::atoi(argv[1]) : 10;
  RWMutex mutex("rw");
  const auto written = make_chan<Unit>(1);
  const auto reading = make_chan<Unit>();
  WaitGroup group("writer");
  group.go([&] {
    for (int i = 0; i < turns; ++i) {
      reading.recv();
      const std::unique_lock lock(mutex);
      written.send({});
    }
  });
  for (int i = 0; i < turns; ++i) {
    std::shared_lock lock(mutex);
    reading.send({});
    require(select(recv(written), otherwise()) == 1, "a writer got in");
    lock.unlock();
    written.recv();
  }
  group.wait();
}
