// gocheck: expect none
// gocheck: args 2 1
// Readers share, a writer is alone (rules of TestRWMutex and HammerRWMutex in sync/rwmutex_test.go): the
// activity counter is 1 per reader and 10,000 per writer. Under check 2 readers and one writer.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;

namespace {

void try_rules(RWMutex& mutex) {
  mutex.lock();
  require(!mutex.try_lock() && !mutex.try_lock_shared(), "shared with a writer");
  mutex.unlock();
  require(mutex.try_lock());
  mutex.unlock();
  mutex.lock_shared();
  require(mutex.try_lock_shared(), "readers do not share");
  require(!mutex.try_lock(), "a writer among readers");
  mutex.unlock_shared();
  mutex.unlock_shared();
}

}  // namespace

int main(int argc, char** argv) {
  const int readers = argc > 2 ? std::atoi(argv[1]) : 8;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 500;
  RWMutex mutex("rw");
  try_rules(mutex);
  Atomic<int> activity(0, "activity");
  WaitGroup group("all");
  for (int r = 0; r < readers; ++r)
    group.go([&] {
      for (int i = 0; i < rounds; ++i) {
        const std::shared_lock lock(mutex);
        require(activity.fetch_add(1) < 10'000, "a reader beside a writer");
        activity.fetch_sub(1);
      }
    });
  group.go([&] {
    for (int i = 0; i < rounds; ++i) {
      const std::unique_lock lock(mutex);
      require(activity.fetch_add(10'000) == 0, "a writer beside somebody");
      activity.fetch_sub(10'000);
    }
  });
  group.wait();
}
