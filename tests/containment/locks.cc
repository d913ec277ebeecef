// In instrumented code the locks of the C++ library are operations: who waits for one waits as for a Mutex.
#include <mutex>
#include <shared_mutex>

#include "program.hpp"

PROGRAM(both_orders) {
  static int first = 0;
  static std::mutex mutex;
  WaitGroup wg;
  for (int i = 1; i <= 2; ++i) {
    wg.go([i] {
      const std::lock_guard lock(mutex);
      if (first == 0) first = i;
    });
  }
  wg.wait();
  require(first == 1);  //! both_orders assert
}
PROGRAM(lock_order) {
  static std::mutex a, b;
  WaitGroup wg;
  wg.go([] {
    const std::lock_guard outer(a);
    const std::lock_guard inner(b);
  });
  wg.go([] {
    const std::lock_guard outer(b);
    const std::lock_guard inner(a);
  });
  wg.wait();  //! lock_order deadlock
}
PROGRAM(locked_in_any_order) {
  static std::mutex a, b;
  WaitGroup wg;
  wg.go([] { const std::scoped_lock both(a, b); });
  wg.go([] { const std::scoped_lock both(a, b); });
  wg.wait();
}
PROGRAM(held_while_sending) {
  static std::mutex mutex;
  auto c = make_chan<int>();
  for (int i = 0; i < 2; ++i) {
    go([=] {
      const std::lock_guard lock(mutex);
      c.send(i);
    });
  }
  require(c.recv() + c.recv() == 1);
}
PROGRAM(locked_again) {
  static std::mutex mutex;
  in_turns([](int) {});
  mutex.lock();
  mutex.lock();  //! locked_again deadlock
}
PROGRAM(unlocked_twice) {
  static std::mutex mutex;
  in_turns([](int) {});
  mutex.lock();
  mutex.unlock();
  mutex.unlock();  //! unlocked_twice unlock-of-unlocked
}
PROGRAM(never_unlocked_by_a_reader) {
  static std::shared_mutex mutex;
  auto read = make_chan<int>();
  go([=] {
    mutex.lock_shared();
    read.send(1);
  });
  in_turns([](int) {});
  read.recv();
  mutex.lock();  //! never_unlocked_by_a_reader deadlock
}
PROGRAM(locked_before_main) {
  struct Locked {
    std::mutex mutex;
    Locked() { mutex.lock(); }
  };
  static Locked locked;
  in_turns([](int) {});
  locked.mutex.unlock();
}
