// Loops that ask again and again. Those that end under a fair scheduler are explored to the end; those that do not
// are found; those that count are no polls.
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <unistd.h>

#include "program.hpp"

PROGRAM(atomic) {
  Atomic<int> flag;
  go([&] { flag.store(1); });
  while (flag.load() == 0) yield();
}

PROGRAM(atomic_by_main_of_others_objects) {
  auto work = make_chan<int>(2);
  Atomic<bool> done;
  go([&] {
    work.send(1);
    work.send(2);
    done.store(true);
  });
  while (!done.load()) {
  }
  require(work.recv() + work.recv() == 3);
}

PROGRAM(try_lock) {
  Mutex mu;
  WaitGroup wg;
  int total = 0;
  wg.add(3);
  for (int i = 0; i < 3; ++i) {
    go([&] {
      while (!mu.try_lock()) {
      }
      ++total;
      mu.unlock();
      wg.done();
    });
  }
  wg.wait();
  require(total == 3);
}

PROGRAM(try_read_lock) {
  RWMutex mu;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&, i] {
      if (i == 0) {
        mu.lock();
        mu.unlock();
      } else {
        while (!mu.try_lock_shared()) {
        }
        mu.unlock_shared();
      }
      wg.done();
    });
  }
  wg.wait();
}

PROGRAM(compare_and_swap) {
  Atomic<int> lock;
  int total = 0;
  in_turns([&](int) {
    while (!lock.compare_and_swap(0, 1)) {
    }
    ++total;
    lock.store(0);
  });
  require(total == 2);
}

PROGRAM(exchange) {
  Atomic<int> lock;
  int total = 0;
  in_turns([&](int) {
    while (lock.exchange(1) == 1) {
    }
    ++total;
    lock.store(0);
  });
  require(total == 2);
}

PROGRAM(select_of_two) {
  auto data = make_chan<int>();
  auto stop = make_chan<int>();
  WaitGroup wg;
  wg.add(1);
  go([&] {
    for (bool on = true; on;) {
      select(recv(stop, [&](int, bool) { on = false; }), otherwise());
      select(recv(data), otherwise());
    }
    wg.done();
  });
  data.send(1);
  data.send(2);
  stop.close();
  wg.wait();
}

PROGRAM(length_of_channel) {
  auto values = make_chan<int>(3);
  for (int i = 0; i < 2; ++i) {
    go([=] { values.send(i); });
  }
  while (values.len() < 2) {
  }
  values.recv();
  values.recv();
}

PROGRAM(timer) {
  auto done = make_chan<int>(1);
  go([=] { done.send(1); });
  const auto timeout = after(std::chrono::milliseconds(1));
  int timeouts = 0, values = 0;
  while (timeouts + values < 2) {
    select(recv(timeout, [&](TimePoint) { ++timeouts; }), recv(done, [&](int) { ++values; }), otherwise([] {}));
  }
  require(timeouts == 1);
}
PROGRAM(ticker) {
  Ticker ticker(std::chrono::milliseconds(1));
  int ticks = 0;
  while (ticks < 2) select(recv(ticker.chan(), [&](TimePoint) { ++ticks; }), otherwise([] {}));
  go([] {});
}
PROGRAM(context) {
  auto [ctx, cancel] = with_cancel(background());
  auto stopped = make_chan<int>();
  go([&stopped, ctx = ctx] {
    while (ctx.err() == ContextErr::none) {
    }
    stopped.send(1);
  });
  cancel();
  stopped.recv();
}

PROGRAM(allocates_on_the_way) {
  Atomic<int> flag;
  auto shared = std::make_shared<int>(1);
  go([&] { flag.store(1); });
  while (flag.load() == 0) {
    const auto copy = shared;
    require(std::string(40, 'x').size() == 40 && *copy == 1);
  }
}

PROGRAM(in_a_function) {
  Atomic<int> flag;
  const auto is_ready = [&] { return flag.load() != 0; };
  go([&] { flag.store(1); });
  while (!is_ready()) {
    try {
      throw 1;
    } catch (int) {
    }
  }
}

// What counts is no poll, wherever it counts.
PROGRAM(gives_up_after_five) {
  Atomic<int> flag;
  go([&] { flag.store(1); });
  int tries = 0;
  while (tries < 5 && flag.load() == 0) ++tries;
  require(tries < 5);  //! gives_up_after_five assert
}

PROGRAM(counts_in_a_register) {
  Atomic<int> flag;
  go([&] { flag.store(1); });
  for (int i = 0; i < 6; ++i) {
    if (flag.load() != 0) return;
  }
  panic("gave up");  //! counts_in_a_register panic
}

int tries_in_a_global = 0;
PROGRAM(counts_in_a_global) {
  Atomic<int> flag;
  go([&] { flag.store(1); });
  while (flag.load() == 0) {
    require(++tries_in_a_global < 4);  //! counts_in_a_global assert
  }
}

PROGRAM(counts_on_the_heap_of_another) {
  Atomic<int> flag;
  auto count = std::make_unique<int>(0);
  WaitGroup wg;
  wg.add(1);
  go([&] {
    while (flag.load() == 0) {
      require(++*count < 4);  //! counts_on_the_heap_of_another assert
    }
    wg.done();
  });
  flag.store(1);
  wg.wait();
}

PROGRAM(counts_in_the_library) {
  Atomic<int> flag;
  go([&] { flag.store(1); });
  bool is_lucky = false;
  while (!is_lucky && flag.load() == 0) is_lucky = std::rand() % 4 == 0;
  require(!is_lucky);  //! counts_in_the_library assert
}

PROGRAM(counts_in_a_file) {
  Atomic<int> flag;
  int ends[2];
  require(pipe(ends) == 0 && write(ends[1], "xxx", 3) == 3);
  close(ends[1]);
  go([&] { flag.store(1); });
  char c = 'x';
  bool is_at_end = false;
  while (!is_at_end && flag.load() == 0) is_at_end = read(ends[0], &c, 1) == 0;
  require(!is_at_end);  //! counts_in_a_file assert
}

PROGRAM(counts_in_a_channel) {
  Atomic<int> flag;
  auto tokens = make_chan<int>(3);
  go([&] { flag.store(1); });
  while (flag.load() == 0) {
    const bool sent = select(send(tokens, 1), otherwise()) == 0;
    require(sent);  //! counts_in_a_channel assert
  }
}

// Each is what the other waits for, in the middle of its rounds only.
PROGRAM(flashes) {
  Atomic<int> light;
  Atomic<bool> seen;
  in_turns([&](int i) {
    if (i == 0) {
      while (!seen.load()) {
        light.exchange(1);
        light.exchange(0);
      }
    } else {
      while (light.load() == 0) {
      }
      seen.store(true);
    }
  });
}

// For ever.
PROGRAM(nobody_stores) {
  Atomic<int> flag;
  in_turns([&](int i) {
    while (i == 0 && flag.load() == 0) {  //! nobody_stores livelock
    }
  });
}

PROGRAM(each_waits_for_the_other) {
  Atomic<int> flags[2];
  in_turns([&](int i) {
    while (flags[1 - i].load() == 0) {  //! each_waits_for_the_other livelock
    }
    flags[i].store(1);
  });
}

PROGRAM(only_when_it_comes_late) {
  Mutex mu;
  auto late = make_chan<int>(1);
  go([&] {
    if (select(send(late, 1), otherwise()) == 0) return;
    mu.lock();
  });
  mu.lock();
  select(recv(late), otherwise());
  if (late.len() == 0) mu.unlock();
  while (!mu.try_lock()) {  //! only_when_it_comes_late livelock
  }
}

PROGRAM(left_behind) {
  auto stop = make_chan<int>();
  auto started = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      started.send(i);
      for (bool on = i == 0; on;) {
        select(recv(stop, [&](int, bool) { on = false; }), otherwise());  //! left_behind leak
      }
    });
  }
  started.recv();
}
