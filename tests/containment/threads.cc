// In instrumented code threads of the C++ library are goroutines, and what they wait for is an operation.
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "program.hpp"

namespace {

/// A value that one thread waits for.
struct Mailbox {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<int> value;

  void put(int n) {
    const std::lock_guard lock(mutex);
    value = n;
    changed.notify_one();
  }
  int take() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return value.has_value(); });
    return *std::exchange(value, std::nullopt);
  }
};

/// What threads wait for until it is open, and somebody tells them.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_open = false;

  void pass() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return is_open; });
  }
  void open() {
    const std::lock_guard lock(mutex);
    is_open = true;
  }
};

thread_local int visits = 1;
thread_local std::string name = "unset";

}  // namespace

PROGRAM(joined) {
  int a = 0, b = 0;
  std::mutex mutex;
  std::thread first([&] { const std::lock_guard lock(mutex); a = ++b; });
  std::thread second([&] { const std::lock_guard lock(mutex); ++b; });
  first.join();
  second.join();
  require(b == 2 && a >= 1);
}
PROGRAM(both_orders_of_threads) {
  static int first = 0;
  static std::mutex mutex;
  std::thread one([] { const std::lock_guard lock(mutex); if (first == 0) first = 1; });
  std::thread two([] { const std::lock_guard lock(mutex); if (first == 0) first = 2; });
  one.join();
  two.join();
  require(first == 1);  //! both_orders_of_threads assert
}
PROGRAM(lock_order_of_threads) {
  static std::mutex a, b;
  std::thread one([] { const std::lock_guard outer(a); const std::lock_guard inner(b); });
  std::thread two([] { const std::lock_guard outer(b); const std::lock_guard inner(a); });
  one.join();  //! lock_order_of_threads deadlock
  two.join();
}
PROGRAM(mailbox) {
  Mailbox box;
  std::thread reader([&] { require(box.take() == 7); });
  std::thread writer([&] { box.put(7); });
  reader.join();
  writer.join();
}
PROGRAM(lost_wakeup) {
  static std::mutex mutex;
  static std::condition_variable changed;
  std::thread waiter([] {
    std::unique_lock lock(mutex);
    changed.wait(lock);
  });
  {
    const std::lock_guard lock(mutex);
  }
  changed.notify_one();
  waiter.join();  //! lost_wakeup deadlock
}
PROGRAM(one_is_woken) {
  static Gate gate;
  std::thread first([] { gate.pass(); }), second([] { gate.pass(); });
  gate.open();
  gate.changed.notify_one();
  first.join();  //! one_is_woken deadlock
  second.join();
}
PROGRAM(all_are_woken) {
  static Gate gate;
  std::thread first([] { gate.pass(); }), second([] { gate.pass(); });
  gate.open();
  gate.changed.notify_all();
  first.join();
  second.join();
}
PROGRAM(any_lock) {
  static std::shared_mutex mutex;
  static std::condition_variable_any changed;
  static bool is_set = false;
  std::thread waiter([] {
    std::shared_lock lock(mutex);
    changed.wait(lock, [] { return is_set; });
  });
  {
    const std::lock_guard lock(mutex);
    is_set = true;
  }
  changed.notify_all();
  waiter.join();
}
PROGRAM(stopped) {
  static std::mutex mutex;
  static int rounds = 0;
  std::jthread worker([](const std::stop_token& stop) {
    for (int i = 0; i < 2 && !stop.stop_requested(); ++i) {
      const std::lock_guard lock(mutex);
      ++rounds;
    }
  });
}
PROGRAM(own_variables) {
  const auto visit = [](const char* who) {
    require(visits == 1 && name == "unset");
    ++visits;
    name = who;
    static std::mutex mutex;
    {
      const std::lock_guard lock(mutex);
    }
    require(visits == 2 && name == who);
  };
  visit("main");
  std::thread first(visit, "first");
  std::thread second(visit, "second");
  first.join();
  second.join();
  require(visits == 2 && name == "main");
}
PROGRAM(identities) {
  const auto here = [] { return std::this_thread::get_id(); };
  std::thread::id inner;
  in_turns([](int) {});
  std::thread first([&] { inner = here(); });
  const std::thread::id outer = first.get_id();
  first.join();
  require(inner == outer && outer != here());
  require(first.get_id() == std::thread::id());
}
PROGRAM(started_by_a_thread) {
  int sum = 0;
  in_turns([](int) {});
  std::thread outer([&] {
    std::thread inner([&] { sum += 1; });
    inner.join();
    sum += 2;
  });
  outer.join();
  require(sum == 3);
}
PROGRAM(joins_each_other) {
  static std::thread first, second;
  static Gate gate;
  first = std::thread([] {
    gate.pass();
    second.join();
  });
  second = std::thread([] {
    gate.pass();
    first.join();
  });
  gate.open();
  gate.changed.notify_all();
  make_chan<int>().recv();  //! joins_each_other deadlock
}
PROGRAM(left_behind) {
  static std::mutex mutex;
  static std::condition_variable changed;
  std::thread([] {
    std::unique_lock lock(mutex);
    changed.wait(lock);  //! left_behind leak
  }).detach();
  in_turns([](int) {});
}
PROGRAM(not_joined) {
  in_turns([](int) {});
  const std::thread forgotten([] {});
}  //! not_joined crash
PROGRAM(throws_in_a_thread) {
  in_turns([](int) {});
  std::thread thrower([] { panic("lost"); });  //! throws_in_a_thread panic
  thrower.join();
}
PROGRAM(once_for_all) {
  static std::once_flag once;
  static std::mutex mutex;
  static int calls = 0;
  const auto call = [] {
    std::call_once(once, [] {
      const std::lock_guard lock(mutex);
      ++calls;
    });
    require(calls == 1);
  };
  std::thread first(call), second(call);
  first.join();
  second.join();
}
PROGRAM(once_after_a_failure) {
  static std::once_flag once;
  static int calls = 0;
  const auto call = [] {
    try {
      std::call_once(once, [] {
        if (++calls == 1) throw std::runtime_error("not yet");
      });
    } catch (const std::runtime_error&) {
    }
  };
  std::thread first(call), second(call);
  first.join();
  second.join();
  require(calls == 2);
}
PROGRAM(promised) {
  std::promise<int> promise;
  std::thread keeper([&] { promise.set_value(7); });
  require(promise.get_future().get() == 7);
  keeper.join();
}
PROGRAM(never_kept) {
  in_turns([](int) {});
  std::promise<int> promise;
  promise.get_future().get();  //! never_kept deadlock
}
PROGRAM(asynchronous) {
  static std::mutex mutex;
  static int calls = 0;
  const auto call = [] {
    const std::lock_guard lock(mutex);
    return ++calls;
  };
  auto one = std::async(std::launch::async, call), two = std::async(std::launch::async, call);
  require(one.get() + two.get() == 3);
}
PROGRAM(waits_for_an_atomic) {
  std::atomic<int> state = 0;
  std::thread setter([&] {
    state = 1;
    state.notify_one();
  });
  state.wait(0);
  setter.join();
}
PROGRAM(nobody_notifies) {
  std::atomic<int> state = 0;
  std::thread setter([&] { state = 1; });
  state.wait(0);  //! nobody_notifies deadlock
  setter.join();
}
PROGRAM(latched) {
  std::latch latch(2);
  std::thread other([&] { latch.arrive_and_wait(); });
  latch.arrive_and_wait();
  other.join();
}
PROGRAM(counted_semaphore) {
  std::counting_semaphore<2> room(0);
  std::thread other([&] { room.release(2); });
  room.acquire();
  room.acquire();
  other.join();
}
PROGRAM(barrier_in_rounds) {
  std::barrier barrier(2);
  int a = 0;
  std::thread other([&] {
    a = 1;
    barrier.arrive_and_wait();
  });
  barrier.arrive_and_wait();
  require(a == 1);
  other.join();
}
PROGRAM(sleeps) {
  static std::mutex mutex;
  static int last = 0;
  std::thread sooner([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::lock_guard lock(mutex);
    last = 1;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  {
    const std::lock_guard lock(mutex);
    last = 2;
  }
  sooner.join();
  require(last == 2);  //! sleeps assert
}
PROGRAM(thread_and_channel) {
  auto c = make_chan<int>();
  std::thread sender([=] { c.send(1); });  //! thread_and_channel uncontrolled
  in_turns([](int) {});
  select(recv(c, [](int) {}), otherwise([] {}));
  sender.join();
}
