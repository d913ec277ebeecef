// Loops that wait for time beside other timers, or tell somebody how time passes: the program as a whole comes back to
// where it was.
#include <mutex>

#include "program.hpp"

using namespace std::chrono_literals;

/// Calls loop(i), of which none ends before `done` is closed, in `count` goroutines.
template <typename Loop>
void beside_each_other(int count, Loop loop) {
  auto done = make_chan<Unit>();
  WaitGroup wg;
  wg.add(count);
  for (int i = 0; i < count; ++i) {
    go([&, i] {
      loop(i, done);
      wg.done();
    });
  }
  done.close();
  wg.wait();
}

PROGRAM(two_tickers) {
  beside_each_other(2, [](int, const Chan<Unit>& done) {
    const Ticker ticker(10ms);
    while (select(recv(done), recv(ticker.chan())) != 0) {
    }
  });
}

PROGRAM(a_slow_ticker_and_a_fast_one) {
  beside_each_other(2, [](int i, const Chan<Unit>& done) {
    const Ticker ticker(i == 0 ? 1ms : 2ms);
    while (select(recv(done), recv(ticker.chan())) != 0) {
    }
  });
}

PROGRAM(a_ticker_and_timeouts) {
  beside_each_other(2, [](int i, const Chan<Unit>& done) {
    if (i == 0) {
      const Ticker ticker(1ms);
      while (select(recv(done), recv(ticker.chan())) != 0) {
      }
    } else {
      while (select(recv(done), recv(after(1ms))) != 0) {
      }
    }
  });
}

PROGRAM(heartbeat) {
  auto done = make_chan<Unit>();
  auto beats = make_chan<int>();
  auto ended = make_chan<Unit>();
  go([=] {
    const Ticker ticker(1ms);
    for (bool on = true; on;) {
      on = select(recv(done), recv(ticker.chan())) == 1 && select(recv(done), send(beats, 1)) == 1;
    }
    beats.close();
  });
  go([=] {
    for (const int beat : beats) require(beat == 1);
    ended.close();
  });
  done.close();
  ended.recv();
}

PROGRAM(asks_at_every_tick) {
  auto questions = make_chan<Chan<int>>();
  auto done = make_chan<Unit>();
  go([=] {
    for (bool on = true; on;) {
      on = select(recv(done), recv(questions, [](Chan<int> answer) { answer.send(1); })) == 1;
    }
  });
  auto answer = make_chan<int>(1);
  Atomic<bool> is_enough;
  go([&] { is_enough.store(true); });
  const Ticker ticker(1ms);
  while (!is_enough.load()) {
    select(recv(ticker.chan()));
    questions.send(answer);
    require(answer.recv() == 1);
  }
  done.close();
}

PROGRAM(resets_its_timer) {
  auto values = make_chan<int>();
  go([=] {
    values.send(1);
    values.close();
  });
  Timer idle(5ms);
  int timeouts = 0;
  for (bool on = true; on;) {
    select(recv(values, [&](int, bool ok) { on = ok; }), recv(idle.chan(), [&] { timeouts = 1; }));
    idle.reset(5ms);
  }
  require(timeouts <= 1);
}

PROGRAM(under_a_lock_of_all) {
  Mutex mu;
  bool done = false;
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      for (;;) {
        {
          const std::lock_guard lock(mu);
          if (done) break;
        }
        sleep(1ms);
      }
      wg.done();
    });
  }
  {
    const std::lock_guard lock(mu);
    done = true;
  }
  wg.wait();
}

// What is received too late is not made up for, but for a tick that is due at that very moment.
PROGRAM(does_not_make_up_for_ticks) {
  const Ticker ticker(1ms);
  sleep(10ms);
  const TimePoint late = now();
  for (int ticks = 0; ticks < 3; ++ticks) select(recv(ticker.chan()));
  require(now() > late);
}

// What lies in the buffer is the same after each round, but not where it begins.
PROGRAM(turns_a_queue) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  auto queue = make_chan<int>(6);
  for (const int value : {1, 1, 1, 1, 1, 2}) queue.send(value);
  const Ticker ticker(1ms);
  while (!done.load()) {
    select(recv(ticker.chan()));
    const int next = queue.recv();
    queue.send(next);
    require(next == 1);  //! turns_a_queue assert
  }
}

PROGRAM(one_more_than_a_round) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  const Ticker ticker(1ms);
  for (int ticks = 0; !done.load(); ticks = (ticks + 1) % 3) {
    select(recv(ticker.chan()));
  }
}

// Whoever looks in the middle of the other's round sees it: it does not go on for ever.
PROGRAM(seen_in_the_middle) {
  Atomic<bool> is_shown;
  auto over = make_chan<Unit>();
  auto ended = make_chan<Unit>();
  go([&] {
    do {
      is_shown.store(true);
      is_shown.store(false);
    } while (select(recv(over), recv(after(1ms))) == 1);
    ended.close();
  });
  const Ticker ticker(1ms);
  while (!is_shown.load()) select(recv(ticker.chan()));
  over.close();
  ended.recv();
}

// For ever.
PROGRAM(two_tick_for_ever) {
  auto never = make_chan<Unit>();
  in_turns([&](int) {
    const Ticker ticker(10ms);
    while (select(recv(never), recv(ticker.chan())) == 1) {  //! two_tick_for_ever livelock
    }
  });
}

PROGRAM(beats_for_ever) {
  auto beats = make_chan<int>();
  in_turns([=](int i) {
    if (i == 0) {
      const Ticker ticker(1ms);
      for (;;) {
        select(recv(ticker.chan()));
        beats.send(1);
      }
    }
    for (;;) beats.recv();  //! beats_for_ever livelock
  });
}

PROGRAM(left_ticking) {
  auto never = make_chan<Unit>();
  auto started = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      started.send(i);
      const Ticker ticker(1ms);
      while (select(recv(never), recv(ticker.chan())) == 1) {  //! left_ticking leak
      }
    });
  }
  started.recv();
}
