#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

#include "program.hpp"

using namespace gocheck;

namespace agreement {
namespace {

std::string lock_order() {
  Mutex mutex;
  const Log log(3);
  WaitGroup group;
  for (const char letter : {'a', 'b', 'c'})
    group.go([&, letter] {
      const std::scoped_lock lock(mutex);
      log.add(letter);
    });
  group.wait();
  return log.read(3);
}

std::string lost_update() {
  Atomic<int> n(0);
  WaitGroup group;
  for (int i = 0; i < 2; ++i)
    group.go([&] { n.store(n.load() + 1); });
  group.wait();
  return std::to_string(n.load());
}

std::string check_then_act() {
  Mutex mutex;
  int balance = 10;
  WaitGroup group;
  for (int i = 0; i < 2; ++i)
    group.go([&] {
      mutex.lock();
      const bool enough = balance >= 10;
      mutex.unlock();
      if (!enough) return;
      const std::scoped_lock lock(mutex);
      balance -= 10;
    });
  group.wait();
  return std::to_string(balance);
}

std::string exact_update() {
  Atomic<int> n(0);
  const Log log(3);
  WaitGroup group;
  for (int i = 0; i < 3; ++i)
    group.go([&] { log.add(static_cast<char>('0' + n.fetch_add(1))); });
  group.wait();
  return log.read(3);
}

std::string compare_and_swap_winner() {
  Atomic<int> owner(0);
  const Log log(3);
  WaitGroup group;
  for (int i = 1; i <= 3; ++i)
    group.go([&, i] {
      if (owner.compare_and_swap(0, i)) log.add(static_cast<char>('0' + i));
    });
  group.wait();
  return log.rest();
}

std::string store_buffering() {
  Atomic<int> x(0), y(0);
  const auto seen = make_chan<int>(1);
  go([&x, &y, seen] {
    x.store(1);
    seen.send(y.load());
  });
  y.store(1);
  const int here = x.load();
  return std::to_string(here) + std::to_string(seen.recv());
}

std::string message_passing() {
  Atomic<int> data(0), flag(0);
  WaitGroup group;
  group.go([&] {
    data.store(1);
    flag.store(1);
  });
  const int first = flag.load();
  const int second = data.load();
  group.wait();
  return std::to_string(first) + std::to_string(second);
}

std::string try_lock_race() {
  Mutex mutex;
  const Log log(2);
  WaitGroup group;
  for (int i = 0; i < 2; ++i)
    group.go([&] {
      const bool locked = mutex.try_lock();
      log.add(locked ? 'l' : 'f');
      if (locked) mutex.unlock();
    });
  group.wait();
  return log.read(2);
}

std::string opposite_locks() {
  Mutex a, b;
  WaitGroup group;
  group.go([&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  });
  group.go([&] {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
  });
  group.wait();
  return "passed";
}

std::string readers_and_writer() {
  RWMutex mutex;
  int value = 0;
  const Log log(2);
  WaitGroup group;
  group.go([&] {
    const std::unique_lock lock(mutex);
    ++value;
  });
  for (int i = 0; i < 2; ++i)
    group.go([&] {
      const std::shared_lock lock(mutex);
      log.add(static_cast<char>('0' + value));
    });
  group.wait();
  return log.read(2);
}

std::string two_writers() {
  RWMutex mutex;
  std::string text;
  WaitGroup group;
  for (const char letter : {'a', 'b'})
    group.go([&, letter] {
      const std::unique_lock lock(mutex);
      text += letter;
    });
  group.go([&] {
    const std::shared_lock lock(mutex);
  });
  group.wait();
  return text;
}

std::string read_twice() {
  RWMutex mutex;
  WaitGroup group;
  group.go([&] {
    mutex.lock_shared();
    mutex.lock_shared();
    mutex.unlock_shared();
    mutex.unlock_shared();
  });
  group.go([&] {
    mutex.lock();
    mutex.unlock();
  });
  group.wait();
  return "passed";
}

std::string try_read() {
  RWMutex mutex;
  const Log log(2);
  WaitGroup group;
  group.go([&] {
    mutex.lock();
    mutex.unlock();
  });
  for (int i = 0; i < 2; ++i) {
    const bool shared = mutex.try_lock_shared();
    log.add(shared ? 's' : 'f');
    if (shared) mutex.unlock_shared();
  }
  group.wait();
  return log.read(2);
}

std::string wait_group_early() {
  const auto group = std::make_shared<WaitGroup>();
  const Log log(2);
  group->add(1);
  go([=] {
    log.add('a');
    group->done();
    log.add('b');
  });
  group->wait();
  return log.rest();
}

std::string done_too_often() {
  const auto group = std::make_shared<WaitGroup>();
  group->add(1);
  const auto ended = make_chan<char>(2);
  for (int i = 0; i < 2; ++i)
    go([=] {
      try {
        group->done();
        ended.send('d');
      } catch (const Panic&) {
        ended.send('p');
      }
    });
  return {ended.recv(), ended.recv()};
}

std::string once_winner() {
  Once once;
  char winner = '-';
  WaitGroup group;
  for (const char letter : {'a', 'b', 'c'})
    group.go([&, letter] { once.call([&] { winner = letter; }); });
  group.wait();
  return {winner};
}

std::string once_order() {
  Once once;
  const Log log(3);
  WaitGroup group;
  for (int i = 0; i < 2; ++i)
    group.go([&] {
      once.call([&] { log.add('f'); });
      log.add('r');
    });
  group.wait();
  return log.read(3);
}

std::string signal_may_be_lost() {
  Mutex mutex;
  Cond cond(mutex);
  WaitGroup group;
  group.go([&] {
    const std::scoped_lock lock(mutex);
    cond.wait();
  });
  cond.signal();
  group.wait();
  return "woken";
}

std::string cond_with_predicate() {
  Mutex mutex;
  Cond cond(mutex);
  int tokens = 0;
  const Log log(2);
  WaitGroup group;
  for (const char letter : {'a', 'b'})
    group.go([&, letter] {
      const std::scoped_lock lock(mutex);
      cond.wait_until([&] { return tokens > 0; });
      --tokens;
      log.add(letter);
    });
  for (int i = 0; i < 2; ++i) {
    const std::scoped_lock lock(mutex);
    ++tokens;
    cond.signal();
  }
  group.wait();
  return log.read(2);
}

std::string semaphore_order() {
  Semaphore semaphore(1);
  const Log log(3);
  WaitGroup group;
  for (const char letter : {'a', 'b', 'c'})
    group.go([&, letter] {
      semaphore.acquire();
      log.add(letter);
      semaphore.release();
    });
  group.wait();
  return log.read(3);
}

std::string first_error() {
  ErrGroup group;
  for (const char* text : {"one", "two"})
    group.go([text] { throw std::runtime_error(text); });
  try {
    group.wait();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

std::string error_or_canceled() {
  ErrGroup group;
  const Log log(1);
  group.go([] { throw std::runtime_error("failed"); });
  group.go([&] {
    const auto ready = make_chan<Unit>(1);
    ready.send({});
    log.add(select(recv(ready), recv(group.context().done())) == 0 ? 'r' : 'c');
  });
  try {
    group.wait();
  } catch (const std::runtime_error&) {
  }
  return log.read(1);
}

constexpr Program kPrograms[] = {
    {"lock_order", lock_order},
    {"lost_update", lost_update},
    {"check_then_act", check_then_act},
    {"exact_update", exact_update},
    {"compare_and_swap_winner", compare_and_swap_winner},
    {"store_buffering", store_buffering},
    {"message_passing", message_passing},
    {"try_lock_race", try_lock_race},
    {"opposite_locks", opposite_locks},
    {"readers_and_writer", readers_and_writer},
    {"two_writers", two_writers},
    {"read_twice", read_twice},
    {"try_read", try_read},
    {"wait_group_early", wait_group_early},
    {"done_too_often", done_too_often},
    {"once_winner", once_winner},
    {"once_order", once_order},
    {"signal_may_be_lost", signal_may_be_lost},
    {"cond_with_predicate", cond_with_predicate},
    {"semaphore_order", semaphore_order},
    {"first_error", first_error},
    {"error_or_canceled", error_or_canceled},
};

}  // namespace

std::span<const Program> sync_programs() { return kPrograms; }

}  // namespace agreement
