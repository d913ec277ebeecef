#include <catch2/catch.hpp>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <vector>

#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

TEST_CASE("mutex: excludes", "[runtime][sync]") {
  Mutex mutex;
  WaitGroup group;
  int counter = 0;
  for (int i = 0; i < 8; ++i)
    group.go([&] {
      for (int k = 0; k < 1000; ++k) {
        const std::scoped_lock lock(mutex);
        ++counter;
      }
    });
  group.wait();
  CHECK(counter == 8000);
  CHECK(mutex.try_lock());
  CHECK_FALSE(mutex.try_lock());
  mutex.unlock();
}

TEST_CASE("rwmutex: a waiting writer blocks new readers and goes first", "[runtime][sync]") {
  RWMutex mutex;
  const auto order = make_chan<int>(2);
  mutex.lock_shared();
  CHECK(mutex.try_lock_shared());
  mutex.unlock_shared();
  go([&] {
    mutex.lock();
    order.send(1);
    mutex.unlock();
  });
  while (mutex.try_lock_shared()) {   // Until the writer is announced.
    mutex.unlock_shared();
    yield();
  }
  go([&] {
    const std::shared_lock lock(mutex);
    order.send(2);
  });
  sleep(5ms);
  CHECK(order.len() == 0);
  mutex.unlock_shared();
  CHECK(order.recv() == 1);
  CHECK(order.recv() == 2);
  mutex.lock();   // Both have let go.
  mutex.unlock();
}

TEST_CASE("wait group: negative counter panics and changes nothing", "[runtime][sync]") {
  WaitGroup group;
  group.add(1);
  CHECK_THROWS_WITH(group.add(-2), "sync: negative WaitGroup counter");
  group.done();
  group.wait();
}

TEST_CASE("once: runs once, a panic counts", "[runtime][sync]") {
  Once once;
  int runs = 0;
  CHECK_THROWS_AS(once.call([&] {
    ++runs;
    panic("in once");
  }), Panic);
  once.call([&] { ++runs; });
  CHECK(runs == 1);
}

TEST_CASE("cond: wakes in the order of waiting", "[runtime][sync]") {
  Mutex mutex;
  Cond cond(mutex);
  std::vector<int> woken;
  WaitGroup group;
  int waiting = 0;
  for (int i = 0; i < 5; ++i) {
    group.go([&, i] {
      const std::scoped_lock lock(mutex);
      ++waiting;
      cond.wait();
      woken.push_back(i);
    });
    for (bool parked = false; !parked; yield()) {
      const std::scoped_lock lock(mutex);
      parked = waiting == i + 1;
    }
  }
  for (int i = 0; i < 5; ++i) {
    cond.signal();
    for (bool ran = false; !ran; yield()) {
      const std::scoped_lock lock(mutex);
      ran = woken.size() == static_cast<std::size_t>(i) + 1;
    }
  }
  group.wait();
  CHECK(woken == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("semaphore: admits its size, oldest first", "[runtime][sync]") {
  Semaphore semaphore(3);
  Atomic<int> inside(0);
  WaitGroup group;
  for (int i = 0; i < 50; ++i)
    group.go([&] {
      semaphore.acquire(2);
      CHECK(inside.fetch_add(1) == 0);
      yield();
      inside.fetch_sub(1);
      semaphore.release(2);
    });
  group.wait();
  CHECK(semaphore.try_acquire(3));
  CHECK_FALSE(semaphore.try_acquire());
  semaphore.release(3);
  CHECK_THROWS_AS(semaphore.release(), Panic);
}

TEST_CASE("err group: the first failure cancels and is rethrown", "[runtime][sync]") {
  ErrGroup group;
  group.set_limit(2);
  for (int i = 0; i < 5; ++i)
    group.go([&, i] {
      if (i == 1) throw std::runtime_error("one");
      group.context().done().recv();
    });
  CHECK_THROWS_WITH(group.wait(), "one");
}

TEST_CASE("goroutine: go_exit runs destructors, catch blocks survive switches",
          "[runtime][goroutine]") {
  const auto c = make_chan<int>();
  go([=] {
    const Defer last([=] { c.send(1); });
    go_exit();
  });
  CHECK(c.recv() == 1);
  WaitGroup group;
  for (int i = 0; i < 20; ++i)
    group.go([i] {
      try {
        throw i;
      } catch (int caught) {
        for (int k = 0; k < 50; ++k) yield();
        try {
          throw;
        } catch (int again) {
          if (caught != i || again != i) panic("exceptions were mixed up");
        }
      }
    });
  group.wait();
}
