// Loops that lock an RWMutex, look and unlock again and again.
#include <mutex>
#include <shared_mutex>

#include "program.hpp"

struct Flag {
  RWMutex mu;
  int value = 0;
  int get() {
    const std::shared_lock lock(mu);
    return value;
  }
  void set(int to) {
    const std::lock_guard lock(mu);
    value = to;
  }
};

PROGRAM(reads) {
  Flag flag;
  go([&] { flag.set(1); });
  while (flag.get() == 0) {
  }
}

PROGRAM(writes) {
  RWMutex mu;
  int jobs = 0;
  go([&] {
    const std::lock_guard lock(mu);
    jobs = 1;
  });
  for (bool on = true; on;) {
    const std::lock_guard lock(mu);
    if (jobs == 1) on = false;
    jobs = 0;
  }
}

PROGRAM(reads_and_sleeps) {
  Flag flag;
  go([&] { flag.set(1); });
  while (flag.get() == 0) sleep(std::chrono::milliseconds(1));
}

PROGRAM(reads_and_writes) {
  Flag wanted, done;
  go([&] { wanted.set(1); });
  while (done.get() == 0) {
    if (wanted.get() == 1) done.set(1);
  }
}

PROGRAM(two_readers) {
  Flag flag;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      while (flag.get() == 0) {
      }
      wg.done();
    });
  }
  flag.set(1);
  wg.wait();
}

PROGRAM(reads_beside_readers) {
  Flag flag;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      flag.get();
      wg.done();
    });
  }
  go([&] {
    wg.wait();
    flag.set(1);
  });
  while (flag.get() == 0) {
  }
}

PROGRAM(two_read_locks_at_once) {
  Flag outer, inner;
  auto ended = make_chan<int>();
  go([&] {
    inner.set(1);
    outer.set(1);
    ended.close();
  });
  for (bool on = true; on;) {
    const std::shared_lock lock(outer.mu);
    on = inner.get() == 0;
  }
  ended.recv();
}

PROGRAM(tries) {
  Flag flag;
  go([&] { flag.set(1); });
  for (bool on = true; on;) {
    const std::shared_lock lock(flag.mu, std::try_to_lock);
    if (lock.owns_lock()) on = flag.value == 0;
  }
}

PROGRAM(upgrades) {
  RWMutex mu;
  bool is_ready = false;
  go([&] {
    const std::lock_guard lock(mu);
    is_ready = true;
  });
  for (;;) {
    {
      const std::shared_lock lock(mu);
      if (!is_ready) continue;
    }
    const std::lock_guard lock(mu);
    if (is_ready) break;
  }
}

// Not for nothing.
PROGRAM(reads_and_counts) {
  Flag flag;
  go([&] { flag.set(1); });
  for (int rounds = 0; flag.get() == 0; ++rounds) require(rounds < 5);  //! reads_and_counts assert
}

// Its rounds can be seen from outside.
PROGRAM(seen_to_read) {
  Flag flag;
  go([&] {
    const auto is_held = [&] { return !std::unique_lock(flag.mu, std::try_to_lock).owns_lock(); };
    require(!alternates(is_held));  //! seen_to_read assert
    flag.set(1);
  });
  while (flag.get() == 0) {
  }
}

PROGRAM(seen_to_write) {
  RWMutex mu;
  bool done = false;
  go([&] {
    const auto is_held = [&] { return !std::shared_lock(mu, std::try_to_lock).owns_lock(); };
    require(!alternates(is_held));  //! seen_to_write assert
    const std::lock_guard lock(mu);
    done = true;
  });
  for (bool on = true; on;) {
    const std::lock_guard lock(mu);
    on = !done;
  }
}

// For ever.
PROGRAM(nobody_writes) {
  Flag flag;
  in_turns([&](int i) {
    while (i == 0) {
      const std::shared_lock lock(flag.mu);  //! nobody_writes livelock
      if (flag.value == 1) break;
    }
  });
}

/// Asks `is_set` again and again, beside a goroutine that takes a lock and keeps it.
template <typename Lock, typename IsSet>
void wait_beside_a_lock(Lock lock, IsSet is_set) {
  auto started = make_chan<int>(1);
  go([&] {
    started.send(1);
    lock();
  });
  started.recv();
  while (!is_set()) {
  }
}

PROGRAM(writer_is_gone) {
  Flag flag;
  wait_beside_a_lock([&] { flag.mu.lock(); }, [&] {
    const std::shared_lock lock(flag.mu);  //! writer_is_gone deadlock
    return flag.value == 1;
  });
}

PROGRAM(reader_is_gone) {
  Flag flag;
  wait_beside_a_lock([&] { flag.mu.lock_shared(); }, [&] {
    const std::lock_guard lock(flag.mu);  //! reader_is_gone deadlock
    return flag.value == 1;
  });
}
