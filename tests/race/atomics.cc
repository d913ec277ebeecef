#include "program.hpp"

#include <atomic>

PROGRAM(atomic_counter) {
  Atomic<int> n(0);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&] { n.fetch_add(1); });
  wg.wait();
  require(n.load() == 2);
}

PROGRAM(atomic_publication) {
  int x = 0;
  Atomic<bool> ready(false);
  WaitGroup wg;
  wg.go([&] { x = 1; ready.store(true); });
  wg.go([&] {
    if (ready.load()) require(x == 1);
  });
  wg.wait();
}

PROGRAM(atomic_read_too_early) {
  int x = 0;
  Atomic<bool> ready(false);
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! atomic_read_too_early
    ready.store(true);
  });
  wg.go([&] {
    if (!ready.load()) {
      x = 2;                                                 //! atomic_read_too_early
    }
  });
  wg.wait();
}

PROGRAM(atomic_store_hides_the_one_before) {
  int x = 0;
  Atomic<int> a(0);
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! atomic_store_hides_the_one_before
    a.store(1);
  });
  wg.go([&] { a.store(2); });
  wg.go([&] {
    if (a.load() == 2) {
      x = 2;                                                 //! atomic_store_hides_the_one_before
    }
  });
  wg.wait();
}

PROGRAM(compare_exchange_lock) {
  int x = 0;
  Atomic<int> lock(0);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      if (lock.compare_and_swap(0, 1)) {
        ++x;
        lock.store(0);
      }
    });
  }
  wg.wait();
}

PROGRAM(failed_exchange_publishes_nothing) {
  int x = 0;
  Atomic<int> a(0);
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! failed_exchange_publishes_nothing
    static_cast<void>(a.compare_and_swap(5, 6));
  });
  wg.go([&] {
    static_cast<void>(a.load());
    x = 2;                                                   //! failed_exchange_publishes_nothing
  });
  wg.wait();
}

PROGRAM(std_counter) {
  std::atomic<int> n{0};
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&] { ++n; });
  wg.wait();
  require(n == 2);
}

PROGRAM(std_release_acquire) {
  int x = 0;
  std::atomic<bool> ready{false};
  WaitGroup wg;
  wg.go([&] {
    x = 1;
    ready.store(true, std::memory_order_release);
  });
  wg.go([&] {
    if (ready.load(std::memory_order_acquire)) require(x == 1);
  });
  wg.wait();
}

PROGRAM(std_relaxed_store) {
  int x = 0;
  std::atomic<bool> ready{false};
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! std_relaxed_store
    ready.store(true, std::memory_order_relaxed);
  });
  wg.go([&] {
    if (ready.load(std::memory_order_acquire)) {
      require(x == 1);                                       //! std_relaxed_store
    }
  });
  wg.wait();
}

PROGRAM(std_relaxed_load) {
  int x = 0;
  std::atomic<bool> ready{false};
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! std_relaxed_load
    ready.store(true, std::memory_order_release);
  });
  wg.go([&] {
    if (ready.load(std::memory_order_relaxed)) {
      require(x == 1);                                       //! std_relaxed_load
    }
  });
  wg.wait();
}

PROGRAM(std_fences) {
  int x = 0;
  std::atomic<bool> ready{false};
  WaitGroup wg;
  wg.go([&] {
    x = 1;
    std::atomic_thread_fence(std::memory_order_release);
    ready.store(true, std::memory_order_relaxed);
  });
  wg.go([&] {
    if (ready.load(std::memory_order_relaxed)) {
      std::atomic_thread_fence(std::memory_order_acquire);
      require(x == 1);
    }
  });
  wg.wait();
}

PROGRAM(std_release_sequence) {
  int x = 0;
  std::atomic<int> n{0};
  WaitGroup wg;
  wg.go([&] {
    x = 1;
    n.store(1, std::memory_order_release);
  });
  wg.go([&] { n.fetch_add(10, std::memory_order_relaxed); });
  wg.go([&] {
    if (n.load(std::memory_order_acquire) == 11) require(x == 1);
  });
  wg.wait();
}

PROGRAM(std_compare_exchange) {
  int x = 0;
  std::atomic<int> lock{0};
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      int free = 0;
      if (lock.compare_exchange_strong(free, 1)) {
        ++x;
        lock.store(0);
      }
    });
  }
  wg.wait();
}

PROGRAM(plain_write_and_atomic_read) {
  int flag = 0;
  WaitGroup wg;
  wg.go([&] {
    flag = 1;                                                //! plain_write_and_atomic_read
  });
  wg.go([&] {
    static_cast<void>(__atomic_load_n(&flag, __ATOMIC_SEQ_CST));  //! plain_write_and_atomic_read
  });
  wg.wait();
}
