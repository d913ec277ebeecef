// Loops that lock, look and unlock again and again.
#include <memory>
#include <mutex>
#include <vector>

#include "program.hpp"

PROGRAM(looks_under_a_lock) {
  Mutex mu;
  bool done = false;
  go([&] {
    mu.lock();
    done = true;
    mu.unlock();
  });
  for (;;) {
    mu.lock();
    const bool is_done = done;
    mu.unlock();
    if (is_done) break;
    yield();
  }
}

PROGRAM(guarded) {
  Mutex mu;
  int value = 0;
  const auto get = [&] {
    const std::lock_guard lock(mu);
    return value;
  };
  for (int i = 0; i < 2; ++i) {
    go([&] {
      const std::lock_guard lock(mu);
      ++value;
    });
  }
  while (get() < 2) {
  }
}

PROGRAM(two_that_poll) {
  Mutex mu;
  int stage = 0;
  auto ended = make_chan<int>(2);
  for (int i = 1; i < 3; ++i) {
    go([&, i] {
      for (bool on = true; on;) {
        const std::lock_guard lock(mu);
        if (stage != i) continue;
        ++stage;
        on = false;
      }
      ended.send(i);
    });
  }
  mu.lock();
  stage = 1;
  mu.unlock();
  require(ended.recv() + ended.recv() == 3 && stage == 3);
}

PROGRAM(tries_to_lock) {
  Mutex mu;
  bool done = false;
  go([&] {
    const std::lock_guard lock(mu);
    done = true;
  });
  for (bool on = true; on;) {
    const std::unique_lock lock(mu, std::try_to_lock);
    if (lock.owns_lock()) on = !done;
  }
}

PROGRAM(two_locks_in_a_round) {
  Mutex mus[2];
  bool done[2] = {};
  go([&] {
    const std::lock_guard lock(mus[1]);
    done[1] = true;
  });
  for (bool on = true; on;) {
    for (int i = 0; i < 2; ++i) {
      const std::lock_guard lock(mus[i]);
      if (done[i]) on = false;
    }
  }
}

PROGRAM(lock_and_atomic) {
  Mutex mu;
  Atomic<bool> stop;
  bool has_work = false;
  go([&] {
    mu.lock();
    has_work = true;
    mu.unlock();
    stop.store(true);
  });
  bool has_worked = false;
  while (!stop.load()) {
    const std::lock_guard lock(mu);
    if (has_work) has_worked = true;
    has_work = false;
  }
  const std::lock_guard lock(mu);
  require(has_worked || has_work);
}

PROGRAM(lock_and_select) {
  Mutex mu;
  auto stop = make_chan<int>();
  int total = 0;
  WaitGroup wg;
  wg.add(1);
  go([&] {
    for (bool on = true; on;) {
      select(recv(stop, [&](int, bool) { on = false; }), otherwise());
      const std::lock_guard lock(mu);
      require(total <= 2);
    }
    wg.done();
  });
  for (int i = 0; i < 2; ++i) {
    const std::lock_guard lock(mu);
    ++total;
  }
  stop.close();
  wg.wait();
}

PROGRAM(waits_for_a_free_lock) {   // Once with somebody in front of it who holds another lock.
  Mutex mu, inner;
  int jobs = 0;
  go([&] {
    inner.lock();
    mu.lock();
    jobs = 1;
    mu.unlock();
    inner.unlock();
  });
  for (;;) {
    const std::lock_guard lock(mu);
    if (jobs == 1) break;
  }
  inner.lock();
  inner.unlock();
}

// Lets go of what another waits for in the middle of a round.
PROGRAM(lets_another_in) {
  Mutex outer, inner;
  bool done = false;
  outer.lock();
  go([&] {
    const std::lock_guard one(outer);
    const std::lock_guard two(inner);
    done = true;
  });
  for (;;) {
    outer.unlock();
    outer.lock();
    inner.lock();
    const bool is_done = done;
    inner.unlock();
    if (is_done) break;
  }
  outer.unlock();
}

PROGRAM(takes_from_a_queue) {
  Mutex mu;
  std::vector<int> queue{3, 2, 1};
  bool is_closed = false;
  WaitGroup wg;
  wg.add(1);
  go([&] {
    for (;;) {
      const std::lock_guard lock(mu);
      if (!queue.empty()) {
        queue.pop_back();
      } else if (is_closed) {
        break;
      }
    }
    wg.done();
  });
  mu.lock();
  is_closed = true;
  mu.unlock();
  wg.wait();
}

// Not for nothing.
int rounds_in_a_global = 0;
PROGRAM(counts_under_a_lock) {
  Mutex mu;
  bool done = false;
  go([&] {
    const std::lock_guard lock(mu);
    done = true;
  });
  for (;;) {
    const std::lock_guard lock(mu);
    if (done) break;
    require(++rounds_in_a_global < 7);  //! counts_under_a_lock assert
  }
}

PROGRAM(seen_to_be_held) {
  Mutex mu;
  bool done = false;
  go([&] {
    const auto is_held = [&] { return !std::unique_lock(mu, std::try_to_lock).owns_lock(); };
    require(!alternates(is_held));  //! seen_to_be_held assert
    const std::lock_guard lock(mu);
    done = true;
  });
  for (;;) {
    const std::lock_guard lock(mu);
    if (done) break;
  }
}

/// Until `done`: writes under one lock what it takes back under the next.
void show_busy(Mutex& mu, bool& is_busy, const bool& done) {
  for (bool on = true; on;) {
    mu.lock();
    is_busy = true;
    mu.unlock();
    mu.lock();
    is_busy = false;
    on = !done;
    mu.unlock();
  }
}

// What a round does in between can be seen from outside.
PROGRAM(busy_in_between) {
  Mutex mu;
  bool is_busy = false;
  bool done = false;
  const auto get = [&] {
    const std::lock_guard lock(mu);
    return is_busy;
  };
  go([&] {
    require(!alternates(get));  //! busy_in_between assert
    const std::lock_guard lock(mu);
    done = true;
  });
  show_busy(mu, is_busy, done);
}

PROGRAM(busy_in_an_atomic) {
  Atomic<int> is_busy;
  Atomic<bool> done;
  go([&] {
    require(!alternates([&] { return is_busy.load() == 1; }));  //! busy_in_an_atomic assert
    done.store(true);
  });
  while (!done.load()) {
    is_busy.exchange(1);
    is_busy.exchange(0);
  }
}

// What one waits for, the other shows between two locks only.
PROGRAM(seen_between_two_locks) {
  Mutex mu;
  bool is_busy = false;
  bool done = false;
  auto ended = make_chan<int>();
  go([&] {
    for (bool on = true; on;) {
      const std::lock_guard lock(mu);
      on = !is_busy;
      if (is_busy) done = true;
    }
    ended.close();
  });
  show_busy(mu, is_busy, done);
  ended.recv();
}

// For ever.
PROGRAM(nobody_sets_it) {
  Mutex mu;
  bool done = false;
  in_turns([&](int i) {
    while (i == 0) {
      const std::lock_guard lock(mu);  //! nobody_sets_it livelock
      if (done) break;
    }
  });
}

PROGRAM(each_for_the_other) {
  Mutex mu;
  bool done[2] = {};
  in_turns([&](int i) {
    for (bool on = true; on;) {
      const std::lock_guard lock(mu);  //! each_for_the_other livelock
      on = !done[1 - i];
    }
    const std::lock_guard lock(mu);
    done[i] = true;
  });
}

PROGRAM(set_too_early) {
  Mutex mu;
  int state = 0;
  go([&] {
    const std::lock_guard lock(mu);
    state = state == 0 ? 1 : 3;
  });
  mu.lock();
  state = 2;
  mu.unlock();
  for (;;) {
    const std::lock_guard lock(mu);  //! set_too_early livelock
    if (state == 3) break;
  }
}

PROGRAM(holder_is_gone) {
  Mutex mu;
  auto started = make_chan<int>(1);
  bool done = false;
  go([&] {
    started.send(1);
    mu.lock();
  });
  started.recv();
  for (;;) {
    const std::lock_guard lock(mu);  //! holder_is_gone deadlock
    if (done) break;
  }
}

struct Service {
  Mutex mu;
  bool stop = false;
};
PROGRAM(left_under_a_lock) {
  auto service = std::make_shared<Service>();
  auto started = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      started.send(i);
      for (;;) {
        const std::lock_guard lock(service->mu);  //! left_under_a_lock leak
        if (service->stop || i == 1) break;
      }
    });
  }
  started.recv();
}
