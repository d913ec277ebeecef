// Polls of what only instrumented code shows: std::atomic and std::mutex.
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

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

// What is left of a round lies where only the thread itself sees it.
[[gnu::noinline]] bool is_fourth_time() {
  thread_local int times = 0;
  return ++times == 4;
}

PROGRAM(counts_in_a_thread) {
  std::atomic<bool> done{false};
  std::thread counts([&] {
    while (!done) {
      require(!is_fourth_time());  //! counts_in_a_thread assert
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  done = true;
  counts.join();
}
