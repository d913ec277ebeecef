// Loops that look, wait for some time and look again.
#include <chrono>
#include <mutex>

#include "program.hpp"

using namespace std::chrono_literals;

PROGRAM(atomic) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) sleep(1ms);
}

PROGRAM(sleeps_first) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  do sleep(1ms);
  while (!done.load());
}

PROGRAM(under_a_lock) {
  Mutex mu;
  bool done = false;
  go([&] {
    const std::lock_guard lock(mu);
    done = true;
  });
  for (;;) {
    {
      const std::lock_guard lock(mu);
      if (done) break;
    }
    sleep(1ms);
  }
}

PROGRAM(asks_a_channel) {
  auto done = make_chan<int>();
  go([=] { done.send(1); });
  for (bool on = true; on;) {
    select(recv(done, [&] { on = false; }), otherwise());
    if (on) sleep(1ms);
  }
}

PROGRAM(two_sleeps_in_a_round) {
  Atomic<int> stage;
  go([&] {
    stage.store(1);
    stage.store(2);
  });
  while (stage.load() < 2) {
    sleep(1ms);
    if (stage.load() == 1) continue;
    sleep(2ms);
  }
}

PROGRAM(waits_for_who_sleeps) {
  Atomic<int> ended;
  for (int i = 0; i < 2; ++i) {
    go([&, i] {
      sleep(i * 1ms + 1ms);
      ended.fetch_add(1);
    });
  }
  while (ended.load() < 2) sleep(1ms);
}

PROGRAM(beside_a_timeout) {
  static Atomic<bool> done;   // Who stores may come after the end.
  go([] { done.store(true); });
  Timer timeout(3ms);
  while (!done.load()) {
    sleep(1ms);
    if (select(recv(timeout.chan()), otherwise()) == 0) break;
  }
}

/// Two timers, of which the second is first, unless others let time go on in between. Whether it was so.
bool are_in_order() {
  const Timer late(6ms);
  yield();
  const Timer early(1ms);
  if (select(recv(late.chan()), otherwise()) == 0) return true;   // Before there was a second.
  select(recv(late.chan()));
  return select(recv(early.chan()), otherwise()) == 0;
}

// Each round brings the timer of somebody else closer.
PROGRAM(late_for_a_timer) {
  Atomic<bool> done;
  go([&] {
    const bool is_early = are_in_order();
    done.store(true);
    require(is_early);  //! late_for_a_timer assert
  });
  while (!done.load()) sleep(1ms);
}

PROGRAM(until_a_timeout) {
  auto done = make_chan<int>();
  go([=] { done.send(1); });
  while (select(recv(done), recv(after(1ms))) == 1) {
  }
}

PROGRAM(timer_of_its_own) {
  Atomic<bool> done;
  auto results = make_chan<int>(1);
  go([&] {
    results.send(1);
    done.store(true);
  });
  int seen = 0;
  while (!done.load()) {
    const Timer timer(1ms);
    if (select(recv(results), recv(timer.chan())) == 0) ++seen;
  }
  require(seen <= 1);
}

PROGRAM(ticker) {
  auto done = make_chan<int>();
  auto ended = make_chan<int>();
  go([=] {
    const Ticker ticker(10ms);
    while (select(recv(ticker.chan()), recv(done)) == 0) {
    }
    ended.close();
  });
  done.send(1);
  ended.recv();
}

PROGRAM(looks_at_every_tick) {
  Mutex mu;
  Atomic<int> jobs;
  bool done = false;
  const Ticker ticker(1ms);
  go([&] {
    jobs.fetch_add(1);
    const std::lock_guard lock(mu);
    done = true;
  });
  for (;;) {
    select(recv(ticker.chan(), [&] { require(jobs.load() < 2); }));
    const std::lock_guard lock(mu);
    if (done) break;
  }
}

PROGRAM(ticker_of_another) {
  auto done = make_chan<int>();
  const Ticker ticker(1ms);
  auto ended = make_chan<int>();
  go([&] {
    for (bool on = true; on;) {
      select(recv(done, [&] { on = false; }), recv(ticker.chan()));
    }
    ended.send(1);
  });
  done.send(1);
  ended.recv();
}

/// Two goroutines that wait in rounds, each until `is_done` and `pause(i)` in between, beside one that calls `work`.
template <typename IsDone, typename Pause, typename Work>
void two_wait(IsDone is_done, Pause pause, Work work) {
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&, i] {
      while (!is_done(i)) pause(i);
      wg.done();
    });
  }
  work();
  wg.wait();
}

PROGRAM(two_that_sleep) {
  Atomic<bool> done;
  two_wait([&](int) { return done.load(); }, [](int) { sleep(1ms); }, [&] { done.store(true); });
}

PROGRAM(two_with_different_sleeps) {
  Atomic<bool> done;
  two_wait([&](int) { return done.load(); }, [](int i) { sleep(i * 1ms + 1ms); }, [&] { done.store(true); });
}

// Who hears of the end leaves while both wait; the other one's timer fires before that or after.
PROGRAM(two_that_hear_of_an_end) {
  Atomic<bool> stop;
  auto done = make_chan<Unit>();
  bool has_heard[2] = {};
  two_wait([&](int i) { return has_heard[i] || stop.load(); },
           [&](int i) { has_heard[i] = select(recv(done), recv(after(1ms))) == 0; }, [&] { done.close(); });
}

PROGRAM(two_that_wake_each_other) {
  Mutex mu;
  int stage = 0;
  const auto is_over = [&](int i) {
    const std::lock_guard lock(mu);
    if (stage == i) ++stage;
    return stage > i;
  };
  two_wait(is_over, [](int) { sleep(1ms); }, [] {});
}

PROGRAM(seen_while_it_sleeps) {
  Mutex mu;
  bool is_busy = false;
  bool done = false;
  auto ended = make_chan<int>();
  const auto get = [&](const bool& value) {
    const std::lock_guard lock(mu);
    return value;
  };
  const auto set = [&](bool& value, bool to) {
    const std::lock_guard lock(mu);
    value = to;
  };
  go([&] {
    while (!get(is_busy)) {
    }
    set(done, true);
    ended.close();
  });
  while (!get(done)) {
    set(is_busy, true);
    sleep(1ms);
    set(is_busy, false);
  }
  ended.recv();
}

PROGRAM(counts_its_ticks) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  const Ticker ticker(1ms);
  for (int ticks = 0; !done.load(); ++ticks) {
    require(ticks < 4);  //! counts_its_ticks assert
    select(recv(ticker.chan()));
  }
}

// The ticks bring the timer of somebody else closer.
PROGRAM(ticks_for_another) {
  auto done = make_chan<int>(1);
  auto started = make_chan<int>(1);
  go([=] {
    started.recv();
    const bool is_early = are_in_order();
    done.send(1);
    require(is_early);  //! ticks_for_another assert
  });
  const Ticker ticker(1ms);
  started.send(1);
  while (select(recv(ticker.chan()), recv(done)) == 0) {
  }
}

PROGRAM(counts_its_sleeps) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  for (int tries = 0; !done.load(); ++tries) {
    require(tries < 4);  //! counts_its_sleeps assert
    sleep(1ms);
  }
}

PROGRAM(compares_with_before) {
  const TimePoint start = now();
  Atomic<bool> done;
  go([&] {
    while (!done.load()) {
    }
  });
  while (now() - start < 3ms) sleep(1ms);
  done.store(true);
}

PROGRAM(asks_how_late_it_is) {
  in_turns([](int i) {
    const TimePoint start = now();
    while (i == 0 && now() - start < 3ms) sleep(1ms);
  });
}

// For ever.
PROGRAM(nobody_stores) {
  Atomic<bool> done;
  in_turns([&](int i) {
    while (i == 0 && !done.load()) sleep(1ms);  //! nobody_stores livelock
  });
}

PROGRAM(nobody_stores_for_two) {
  static Atomic<bool> done;
  two_wait([](int) { return done.load(); }, [](int) { sleep(1ms); }, [] {});  //! nobody_stores_for_two livelock
}

PROGRAM(nobody_sends) {
  auto never = make_chan<int>();
  in_turns([&](int i) {
    if (i == 1) return;
    while (select(recv(never), recv(after(1ms))) == 1) {  //! nobody_sends livelock
    }
  });
}

PROGRAM(ticks_for_ever) {
  in_turns([&](int i) {
    if (i == 1) return;
    const Ticker ticker(1ms);
    for (;;) select(recv(ticker.chan()));  //! ticks_for_ever livelock
  });
}

PROGRAM(left_sleeping) {
  static Atomic<bool> stop;
  auto started = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      started.send(i);
      while (i == 0 && !stop.load()) sleep(1ms);  //! left_sleeping leak
    });
  }
  started.recv();
}
