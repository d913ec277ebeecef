// Polls of what only instrumented code shows: std::atomic and std::mutex.
#include <atomic>
#include <mutex>

#include "program.hpp"

PROGRAM(std_atomic) {
  std::atomic<int> flag{0};
  go([&] { flag.store(1); });
  while (flag.load(std::memory_order_acquire) == 0) {
  }
}

PROGRAM(spin_lock) {
  std::atomic<bool> lock{false};
  WaitGroup wg;
  int total = 0;
  wg.add(3);
  for (int i = 0; i < 3; ++i) {
    go([&] {
      bool expected = false;
      while (!lock.compare_exchange_weak(expected, true)) expected = false;
      ++total;
      lock.store(false);
      wg.done();
    });
  }
  wg.wait();
  require(total == 3);
}

PROGRAM(std_mutex) {
  std::mutex mu;
  int total = 0;
  in_turns([&](int) {
    while (!mu.try_lock()) {
    }
    ++total;
    mu.unlock();
  });
  require(total == 2);
}

PROGRAM(looks_under_a_std_mutex) {
  std::mutex mu;
  bool done = false;
  go([&] {
    const std::lock_guard lock(mu);
    done = true;
  });
  for (;;) {
    const std::lock_guard lock(mu);
    if (done) break;
  }
}

PROGRAM(std_mutex_for_ever) {
  std::mutex mu;
  bool done = false;
  in_turns([&](int i) {
    while (i == 0) {
      const std::lock_guard lock(mu);  //! std_mutex_for_ever livelock
      if (done) break;
    }
  });
}

PROGRAM(std_atomic_for_ever) {
  std::atomic<int> flag{0};
  in_turns([&](int i) {
    while (i == 0 && flag.load() == 0) {  //! std_atomic_for_ever livelock
    }
  });
}
