#include "program.hpp"

#include <memory>
#include <string>

// ---- Mutex

PROGRAM(mutex) {
  int x = 0;
  Mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 3; ++i) {
    wg.go([&] {
      const std::scoped_lock lock(mu);
      ++x;
    });
  }
  wg.wait();
}

PROGRAM(two_mutexes) {
  int x = 0;
  Mutex a, b;
  WaitGroup wg;
  wg.go([&] {
    const std::scoped_lock lock(a);
    ++x;                                                     //! two_mutexes
  });
  wg.go([&] {
    const std::scoped_lock lock(b);
    ++x;                                                     //! two_mutexes
  });
  wg.wait();
}

PROGRAM(outside_the_lock) {
  int x = 0;
  Mutex mu;
  WaitGroup wg;
  wg.go([&] {
    const std::scoped_lock lock(mu);
    x = 1;                                                   //! outside_the_lock
  });
  wg.go([&] {
    x = 2;                                                   //! outside_the_lock
  });
  wg.wait();
}

PROGRAM(lock_is_no_release) {
  static int& x = shared;
  Mutex mu;
  auto done = make_chan<int>();
  go([&] {
    x = 1;
    mu.lock();
    mu.unlock();
    done.send(1);
  });
  mu.lock();
  mu.unlock();
  done.recv();
  require(x == 1);
}

PROGRAM(unlock_before_later_lock) {
  int x = 0;
  bool is_set = false;
  Mutex mu;
  WaitGroup wg;
  wg.go([&] {
    x = 1;
    const std::scoped_lock lock(mu);
    is_set = true;
  });
  wg.go([&] {
    mu.lock();
    const bool is_there = is_set;
    mu.unlock();
    if (is_there) require(x == 1);
  });
  wg.wait();
}

PROGRAM(failed_try_lock_orders_nothing) {
  int x = 0;
  Mutex mu;
  auto done = make_chan<int>();
  go([&] {
    mu.lock();
    x = 1;                                                   //! failed_try_lock_orders_nothing
    mu.unlock();
    done.send(1);
  });
  if (mu.try_lock()) {
    mu.unlock();
  } else {
    x = 2;                                                   //! failed_try_lock_orders_nothing
  }
  done.recv();
}

PROGRAM(try_lock_is_a_lock) {
  int x = 0;
  Mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      if (!mu.try_lock()) return;
      ++x;
      mu.unlock();
    });
  }
  wg.wait();
}

PROGRAM(unlocked_by_another) {
  int x = 0;
  Mutex mu;
  mu.lock();
  go([&] { x = 1; mu.unlock(); });
  mu.lock();
  require(x == 1);
  mu.unlock();
}

// ---- RWMutex

PROGRAM(readers_and_writer) {
  int x = 0;
  RWMutex mu;
  WaitGroup wg;
  wg.go([&] { mu.lock(); ++x; mu.unlock(); });
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { mu.lock_shared(); require(x < 2); mu.unlock_shared(); });
  }
  wg.wait();
}

PROGRAM(writing_under_a_shared_lock) {
  int x = 0;
  RWMutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      mu.lock_shared();
      ++x;                                                   //! writing_under_a_shared_lock
      mu.unlock_shared();
    });
  }
  wg.wait();
}

PROGRAM(shared_unlock_before_lock) {
  int x = 1;
  RWMutex mu;
  WaitGroup wg;
  wg.go([&] { mu.lock_shared(); require(x >= 1); mu.unlock_shared(); });
  wg.go([&] { mu.lock(); x = 2; mu.unlock(); });
  wg.wait();
}

PROGRAM(shared_unlock_not_before_shared_lock) {
  int x = 0;
  RWMutex mu;
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! shared_unlock_not_before_shared_lock
    mu.lock_shared();
    mu.unlock_shared();
  });
  wg.go([&] {
    mu.lock_shared();
    mu.unlock_shared();
    x = 2;                                                   //! shared_unlock_not_before_shared_lock
  });
  wg.wait();
}

PROGRAM(try_lock_shared_after_unlock) {
  int x = 0;
  RWMutex mu;
  WaitGroup wg;
  wg.go([&] { mu.lock(); ++x; mu.unlock(); });
  wg.go([&] {
    if (!mu.try_lock_shared()) return;
    require(x < 2);
    mu.unlock_shared();
  });
  wg.wait();
}

PROGRAM(try_lock_of_rwmutex) {
  int x = 0;
  RWMutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      if (!mu.try_lock()) return;
      ++x;
      mu.unlock();
    });
  }
  wg.wait();
}

// ---- WaitGroup

PROGRAM(done_before_wait) {
  int x = 0;
  WaitGroup wg;
  wg.add(1);
  go([&] { x = 1; wg.done(); });
  wg.wait();
  require(x == 1);
}

PROGRAM(after_done) {
  static int& x = shared;
  WaitGroup wg;
  auto end = make_chan<int>();
  wg.add(1);
  go([&] {
    wg.done();
    x = 1;                                                   //! after_done
    end.send(1);
  });
  wg.wait();
  x = 2;                                                     //! after_done
  end.recv();
}

PROGRAM(done_of_two) {
  int x = 0, y = 0;
  WaitGroup wg;
  wg.add(2);
  go([&] { x = 1; wg.done(); });
  go([&] { y = 1; wg.done(); });
  wg.wait();
  require(x + y == 2);
}

PROGRAM(done_orders_no_done) {
  int x = 0;
  WaitGroup wg;
  wg.add(2);
  go([&] {
    x = 1;                                                   //! done_orders_no_done
    wg.done();
  });
  go([&] {
    wg.done();
    x = 2;                                                   //! done_orders_no_done
  });
  wg.wait();
}

PROGRAM(two_waits) {
  int x = 0;
  WaitGroup wg, all;
  wg.add(1);
  for (int i = 0; i < 2; ++i) all.go([&] { wg.wait(); require(x == 1); });
  x = 1;
  wg.done();
  all.wait();
}

// ---- Once

PROGRAM(once) {
  int x = 0;
  Once once;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      once.call([&] { x = 1; });
      require(x == 1);
    });
  }
  wg.wait();
}

PROGRAM(once_does_not_order_callers) {
  int x = 0;
  Once once;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      once.call([] {});
      ++x;                                                   //! once_does_not_order_callers
    });
  }
  wg.wait();
}

// ---- Cond

PROGRAM(cond) {
  bool ready = false;
  Mutex mu;
  Cond cv(mu);
  WaitGroup wg;
  wg.go([&] {
    const std::scoped_lock lock(mu);
    while (!ready) cv.wait();
  });
  mu.lock();
  ready = true;
  mu.unlock();
  cv.signal();
  wg.wait();
}

PROGRAM(broadcast) {
  int x = 0;
  bool ready = false;
  Mutex mu;
  Cond cv(mu);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      mu.lock();
      while (!ready) cv.wait();
      mu.unlock();
      require(x == 1);
    });
  }
  x = 1;
  mu.lock();
  ready = true;
  mu.unlock();
  cv.broadcast();
  wg.wait();
}

PROGRAM(flag_without_lock) {
  bool ready = false;
  Mutex mu;
  WaitGroup wg;
  wg.go([&] {
    const std::scoped_lock lock(mu);
    volatile bool seen = ready;                              //! flag_without_lock
    static_cast<void>(seen);
  });
  ready = true;                                              //! flag_without_lock
  wg.wait();
}

// ---- Context, ErrGroup, Semaphore

PROGRAM(cancel_before_done) {
  int x = 0;
  auto [ctx, cancel] = with_cancel(background());
  auto end = make_chan<int>();
  go([&, ctx = ctx] {
    ctx.done().recv();
    require(x == 1);
    end.send(1);
  });
  x = 1;
  cancel();
  end.recv();
}

PROGRAM(cancel_of_the_parent) {
  int x = 0;
  auto [parent, cancel] = with_cancel(background());
  auto [child, unused] = with_cancel(parent);
  auto end = make_chan<int>();
  go([&, child = child] {
    child.done().recv();
    require(x == 1);
    end.send(1);
  });
  x = 1;
  cancel();
  end.recv();
}

PROGRAM(after_cancel) {
  static int& x = shared;
  auto [ctx, cancel] = with_cancel(background());
  auto end = make_chan<int>();
  go([&, ctx = ctx] {
    ctx.done().recv();
    x = 1;                                                   //! after_cancel
    end.send(1);
  });
  cancel();
  x = 2;                                                     //! after_cancel
  end.recv();
}

PROGRAM(errgroup) {
  int x = 0;
  ErrGroup group;
  group.go([&] { x = 1; });
  group.wait();
  require(x == 1);
}

PROGRAM(semaphore) {
  int x = 0;
  Semaphore semaphore(1);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      semaphore.acquire(1);
      ++x;
      semaphore.release(1);
    });
  }
  wg.wait();
}

PROGRAM(semaphore_of_two) {
  int x = 0;
  Semaphore semaphore(2);
  WaitGroup wg;
  wg.go([&] {
    x = 1;                                                   //! semaphore_of_two
    semaphore.acquire(1);
    semaphore.release(1);
  });
  semaphore.acquire(1);
  x = 2;                                                     //! semaphore_of_two
  semaphore.release(1);
  wg.wait();
}

// ---- timers

PROGRAM(timer_after_its_start) {
  int x = 0;
  auto end = make_chan<int>();
  x = 1;
  after_func(std::chrono::seconds(1), [&] { require(x == 1); end.send(1); });
  end.recv();
}

PROGRAM(timer_not_after_what_follows) {
  static int& x = shared;
  auto end = make_chan<int>();
  after_func(std::chrono::seconds(1), [=] {
    x = 1;                                                   //! timer_not_after_what_follows
    end.send(1);
  });
  x = 2;                                                     //! timer_not_after_what_follows
  end.recv();
}

PROGRAM(two_firings) {
  static int& x = shared;
  WaitGroup wg;
  wg.add(2);
  for (int i = 1; i <= 2; ++i) {
    after_func(std::chrono::seconds(i), [&] {
      ++x;                                                   //! two_firings
      wg.done();
    });
  }
  wg.wait();
}

PROGRAM(timer_channel) {
  int x = 0;
  x = 1;
  Timer timer(std::chrono::seconds(1));
  auto end = make_chan<int>();
  go([&] { timer.chan().recv(); require(x == 1); end.send(1); });
  end.recv();
}

PROGRAM(timer_reset_by_another) {
  int x = 0;
  Timer timer(std::chrono::hours(1));
  if (timer.stop()) {
    go([&] { x = 1; timer.reset(std::chrono::seconds(1)); });
    timer.chan().recv();
    require(x == 1);
  }
}

PROGRAM(sleep_orders_nothing) {
  static int& x = shared;
  auto end = make_chan<int>();
  go([=] {
    x = 1;                                                   //! sleep_orders_nothing
    end.send(1);
  });
  sleep(std::chrono::seconds(1));
  x = 2;                                                     //! sleep_orders_nothing
  end.recv();
}

// What a context or a timer keeps is destroyed by whoever holds it last: counts that no clock knows order
// that after every use.
PROGRAM(context_with_a_reused_timer) {
  auto [ctx, cancel] = with_cancel(background());
  go([ctx = ctx] {
    for (int i = 0; i < 2; ++i) {
      auto [inner, give_up] = with_timeout(ctx, std::chrono::milliseconds(1));
      if (i == 0) give_up();
    }
  });
  cancel();
}

PROGRAM(context_with_a_value) {
  auto [outer, cancel] = with_cancel(background());
  const Context ctx = with_value(outer, "key", std::string(100, 'v'));
  go([ctx] { require(ctx.value<std::string>("key")->size() == 100); });
  cancel();
}

PROGRAM(value_left_in_a_channel) {
  auto c = make_chan<std::shared_ptr<std::string>>(1);
  auto text = std::make_shared<std::string>(100, 'a');
  go([c, text] {
    *text += "b";
    c.send(text);
  });
  static_cast<void>(c.len());
}

PROGRAM(callback_with_a_shared_pointer) {
  auto sum = std::make_shared<std::string>(100, 's');
  after_func(std::chrono::nanoseconds(1), [sum] { *sum += "t"; });
}

PROGRAM(context_orders_no_uses) {
  int local = 0;
  auto [ctx, cancel] = with_cancel(background());
  go([ctx = ctx, &local] {
    local = 1;                                               //! context_orders_no_uses
  });
  {
    const Context gone = std::move(ctx);
  }
  local = 2;                                                 //! context_orders_no_uses
  cancel();
}
