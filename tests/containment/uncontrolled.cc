// What gocheck does not control is said by its name, at the program's line.
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "program.hpp"

PROGRAM(thread) {
  in_turns([](int) {});
  std::thread other([] {});  //! thread uncontrolled
  other.join();
}
PROGRAM(free_mutex) {
  static std::mutex mutex;
  in_turns([](int) { const std::lock_guard lock(mutex); });
}
PROGRAM(held_mutex) {
  static std::mutex mutex;
  in_turns([](int) {});
  auto c = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      mutex.lock();  //! held_mutex uncontrolled
      c.send(i);
      mutex.unlock();
    });
  }
  c.recv();
  c.recv();
}
PROGRAM(held_shared_mutex) {
  static std::shared_mutex mutex;
  in_turns([](int) {});
  auto c = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      mutex.lock();  //! held_shared_mutex uncontrolled
      c.send(i);
      mutex.unlock();
    });
  }
  c.recv();
  c.recv();
}
PROGRAM(condition_variable) {
  static std::mutex mutex;
  static std::condition_variable changed;
  in_turns([](int) {});
  std::unique_lock lock(mutex);
  changed.wait(lock);  //! condition_variable uncontrolled
}
PROGRAM(condition_variable_with_timeout) {
  static std::mutex mutex;
  static std::condition_variable changed;
  in_turns([](int) {});
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(1));  //! condition_variable_with_timeout uncontrolled
}
PROGRAM(sleep_of_the_library) {
  in_turns([](int) {});
  std::this_thread::sleep_for(std::chrono::milliseconds(1));  //! sleep_of_the_library uncontrolled
}
PROGRAM(sleep_of_the_system) {
  in_turns([](int) {});
  usleep(1);  //! sleep_of_the_system uncontrolled
}
PROGRAM(process) {
  in_turns([](int) {});
  if (::fork() == 0) _exit(0);  //! process uncontrolled
}
