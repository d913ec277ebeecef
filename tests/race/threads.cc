// Threads of the C++ library, and condition variables.
#include "program.hpp"

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

PROGRAM(thread_start_and_join) {
  int x = 1;
  std::thread other([&] { ++x; });
  other.join();
  ++x;
}

PROGRAM(thread_before_join) {
  int x = 1;
  std::thread other([&] {
    ++x;                                                     //! thread_before_join
  });
  ++x;                                                       //! thread_before_join
  other.join();
}

PROGRAM(two_threads) {
  int x = 1;
  std::thread one([&] {
    ++x;                                                     //! two_threads
  });
  std::thread two([&] {
    ++x;                                                     //! two_threads
  });
  one.join();
  two.join();
}

PROGRAM(thread_after_thread) {
  int x = 1;
  std::thread one([&] { ++x; });
  one.join();
  std::thread two([&] { ++x; });
  two.join();
}

PROGRAM(detached_thread) {
  static int x = 1;
  std::thread([] {
    ++x;                                                     //! detached_thread
  }).detach();
  ++x;                                                       //! detached_thread
}

PROGRAM(own_thread_local) {
  thread_local int x = 1;
  std::thread one([] { ++x; });
  std::thread two([] { ++x; });
  ++x;
  one.join();
  two.join();
}

PROGRAM(condition_variable) {
  int x = 0;
  bool is_set = false;
  std::mutex mu;
  std::condition_variable changed;
  std::thread waiter([&] {
    std::unique_lock lock(mu);
    changed.wait(lock, [&] { return is_set; });
    ++x;
  });
  {
    const std::lock_guard lock(mu);
    ++x;
    is_set = true;
    changed.notify_one();
  }
  waiter.join();
}

// What is done after the lock was given up is not ordered before the one who is woken.
PROGRAM(after_the_notification) {
  int x = 0;
  bool is_set = false;
  std::mutex mu;
  std::condition_variable changed;
  std::thread waiter([&] {
    std::unique_lock lock(mu);
    changed.wait(lock, [&] { return is_set; });
    ++x;                                                     //! after_the_notification
  });
  {
    const std::lock_guard lock(mu);
    is_set = true;
  }
  changed.notify_one();
  ++x;                                                       //! after_the_notification
  waiter.join();
}

PROGRAM(predicate_without_lock) {
  bool is_set = false;
  std::mutex mu;
  std::condition_variable changed;
  std::thread waiter([&] {
    std::unique_lock lock(mu);
    changed.wait(lock, [&] {
      return is_set;                                         //! predicate_without_lock
    });
  });
  is_set = true;                                             //! predicate_without_lock
  {
    const std::lock_guard lock(mu);
  }
  changed.notify_one();
  waiter.join();
}

// To be woken orders nothing by itself.
PROGRAM(notified_only) {
  int x = 0;
  std::mutex mu;
  std::condition_variable changed;
  std::promise<void> locked;
  std::thread waiter([&] {
    std::unique_lock lock(mu);
    locked.set_value();
    changed.wait(lock);
    ++x;                                                     //! notified_only
  });
  locked.get_future().get();
  {
    const std::lock_guard lock(mu);
  }
  ++x;                                                       //! notified_only
  changed.notify_one();
  waiter.join();
}

PROGRAM(kept_promise) {
  int x = 0;
  std::promise<void> promise;
  std::thread keeper([&] {
    ++x;
    promise.set_value();
  });
  promise.get_future().get();
  ++x;
  keeper.join();
}

PROGRAM(atomic_wait) {
  int x = 0;
  std::atomic<int> state = 0;
  std::thread setter([&] {
    ++x;
    state.store(1, std::memory_order_release);
    state.notify_one();
  });
  state.wait(0, std::memory_order_acquire);
  ++x;
  setter.join();
}

PROGRAM(relaxed_atomic_wait) {
  int x = 0;
  std::atomic<int> state = 0;
  std::thread setter([&] {
    ++x;                                                     //! relaxed_atomic_wait
    state.store(1, std::memory_order_relaxed);
    state.notify_one();
  });
  state.wait(0, std::memory_order_relaxed);
  ++x;                                                       //! relaxed_atomic_wait
  setter.join();
}

PROGRAM(through_a_barrier) {
  int x = 0, y = 0;
  std::barrier barrier(2);
  std::thread other([&] {
    ++x;
    barrier.arrive_and_wait();
    ++y;
  });
  ++y;
  barrier.arrive_and_wait();
  ++x;
  other.join();
}

PROGRAM(called_once) {
  int x = 0;
  static std::once_flag once;
  const auto call = [&] {
    std::call_once(once, [&] { ++x; });
    require(x == 1);
  };
  std::thread one(call), two(call);
  one.join();
  two.join();
}
