// The locks of the C++ library: operations as those of Mutex and RWMutex.
#include "program.hpp"

#include <chrono>
#include <memory>

#include <pthread.h>

PROGRAM(std_mutex) {
  int x = 0;
  std::mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 3; ++i) {
    wg.go([&] {
      const std::lock_guard lock(mu);
      ++x;
    });
  }
  wg.wait();
  require(x == 3);
}

PROGRAM(two_std_mutexes) {
  int x = 0;
  std::mutex a, b;
  WaitGroup wg;
  wg.go([&] {
    const std::lock_guard lock(a);
    ++x;                                                     //! two_std_mutexes
  });
  wg.go([&] {
    const std::lock_guard lock(b);
    ++x;                                                     //! two_std_mutexes
  });
  wg.wait();
}

PROGRAM(outside_the_std_lock) {
  int x = 0;
  std::mutex mu;
  WaitGroup wg;
  wg.go([&] {
    const std::lock_guard lock(mu);
    x = 1;                                                   //! outside_the_std_lock
  });
  wg.go([&] {
    x = 2;                                                   //! outside_the_std_lock
  });
  wg.wait();
}

// Both orders are explored: in one of them nothing orders the two writes.
PROGRAM(std_lock_is_no_release) {
  int x = 0;
  std::mutex mu;
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! std_lock_is_no_release
    const std::lock_guard lock(mu);
  });
  wg.go([&] {
    {
      const std::lock_guard lock(mu);
    }
    x = 2;                                                   //! std_lock_is_no_release
  });
  wg.wait();
}

PROGRAM(std_unlock_before_later_lock) {
  int x = 0;
  bool is_set = false;
  std::mutex mu;
  WaitGroup wg;
  wg.go([&] {
    x = 1;
    const std::lock_guard lock(mu);
    is_set = true;
  });
  wg.go([&] {
    std::unique_lock lock(mu);
    const bool is_there = is_set;
    lock.unlock();
    if (is_there) require(x == 1);
  });
  wg.wait();
}

PROGRAM(std_mutex_held_in_a_switch) {
  int x = 0;
  std::mutex mu;
  auto done = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([&, done] {
      const std::lock_guard lock(mu);
      ++x;
      done.send(1);
    });
  }
  done.recv();
  done.recv();
  const std::lock_guard lock(mu);
  require(x == 2);
}

PROGRAM(std_mutexes_nested) {
  int x = 0, y = 0;
  std::mutex a, b;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::lock_guard outer(a);
      ++x;
      const std::lock_guard inner(b);
      ++y;
    });
  }
  wg.wait();
}

PROGRAM(scoped_lock_of_two) {
  int x = 0, y = 0;
  std::mutex a, b;
  WaitGroup wg;
  wg.go([&] {
    const std::scoped_lock both(a, b);
    ++x;
    ++y;
  });
  wg.go([&] {
    const std::lock_guard one(b);
    ++y;
  });
  wg.wait();
}

PROGRAM(failed_std_try_lock_orders_nothing) {
  int x = 0;
  std::mutex mu;
  WaitGroup wg;
  wg.go([&] {
    const std::lock_guard lock(mu);
    x = 1;                                                   //! failed_std_try_lock_orders_nothing
  });
  wg.go([&] {
    const std::unique_lock lock(mu, std::try_to_lock);
    if (!lock) x = 2;                                        //! failed_std_try_lock_orders_nothing
  });
  wg.wait();
}

PROGRAM(std_try_lock_is_a_lock) {
  int x = 0;
  std::mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::unique_lock lock(mu, std::try_to_lock);
      if (lock) ++x;
    });
  }
  wg.wait();
}

PROGRAM(timed_mutex) {
  int x = 0;
  std::timed_mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::unique_lock lock(mu, std::chrono::hours(1));
      if (lock) ++x;
    });
  }
  wg.wait();
}

PROGRAM(recursive_mutex) {
  int x = 0;
  std::recursive_mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::lock_guard outer(mu);
      ++x;
      {
        const std::lock_guard inner(mu);
        ++x;
      }
      ++x;
    });
  }
  wg.wait();
}

PROGRAM(recursive_mutex_let_go) {
  int x = 0;
  std::recursive_mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      {
        const std::lock_guard outer(mu);
        const std::lock_guard inner(mu);
      }
      ++x;                                                   //! recursive_mutex_let_go
    });
  }
  wg.wait();
}

PROGRAM(shared_mutex) {
  int x = 0;
  std::shared_mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::shared_lock lock(mu);
      require(x == 0 || x == 1);
    });
  }
  wg.go([&] {
    const std::lock_guard lock(mu);
    ++x;
  });
  wg.wait();
}

PROGRAM(write_under_a_shared_lock) {
  int x = 0;
  std::shared_mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      const std::shared_lock lock(mu);
      x = 1;                                                 //! write_under_a_shared_lock
    });
  }
  wg.wait();
}

PROGRAM(tried_shared_mutex) {
  int x = 0;
  std::shared_mutex mu;
  WaitGroup wg;
  wg.go([&] {
    if (!mu.try_lock_shared()) return;
    require(x == 0 || x == 1);
    mu.unlock_shared();
  });
  wg.go([&] {
    if (!mu.try_lock()) return;
    ++x;
    mu.unlock();
  });
  wg.wait();
}

PROGRAM(posix_mutex) {
  static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
  int x = 0;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      pthread_mutex_lock(&mu);
      ++x;
      pthread_mutex_unlock(&mu);
    });
  }
  wg.wait();
}

PROGRAM(mutex_freed_by_the_last_user) {
  struct Shared {
    std::mutex mu;
    int users = 2;
  };
  auto* both = new Shared;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([=] {
      both->mu.lock();
      const bool is_last = --both->users == 0;
      both->mu.unlock();
      if (is_last) delete both;
    });
  }
  wg.wait();
}

PROGRAM(mutex_freed_too_early) {
  struct Shared {
    std::mutex mu;
    int users = 2;
  };
  auto* both = new Shared;
  auto done = make_chan<int>(1);
  go([=] {
    both->mu.lock();                                         //! mutex_freed_too_early
    both->mu.unlock();                                       //! mutex_freed_too_early
    done.send(1);
  });
  both->mu.lock();
  both->mu.unlock();
  delete both;                                               //! mutex_freed_too_early
  done.recv();
}
