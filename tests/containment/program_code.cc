// The program's code where the checker does not expect it: in the middle of a step, and in the place of its
// own handlers of signals.
#include <csignal>
#include <stdexcept>

#include "program.hpp"

namespace {

int* volatile nowhere = nullptr;
volatile bool never = false;
Mutex mutex;

/// A value whose move does what it is told to.
struct Value {
  void (*on_move)() = nullptr;
  Value() = default;
  explicit Value(void (*action)()) : on_move(action) {}
  Value(Value&& other) : on_move(other.on_move) {
    if (on_move != nullptr) on_move();
  }
};

/// Two goroutines send; in some interleavings the value that comes first does `on_move` on its way.
void send(int capacity, void (*on_move)()) {
  auto values = make_chan<Value>(capacity);
  auto order = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      order.send(i);
      values.send(Value(i == 0 ? nullptr : on_move));
    });
  }
  values.recv();
  values.recv();
}

void crash() { *nowhere = 1; }  //! crash_in_rendezvous crash
void crash_too() { *nowhere = 1; }  //! crash_in_buffer crash
void loop() { while (!never) nowhere = nullptr; }  //! loop_in_rendezvous livelock
void lock() { mutex.lock(); }  //! operation_in_rendezvous uncontrolled
void throw_it() { throw std::runtime_error("not movable"); }  //! throw_in_rendezvous crash

void end_quietly(int) { _Exit(0); }

}  // namespace

PROGRAM(crash_in_rendezvous) { send(0, crash); }
PROGRAM(crash_in_buffer) { send(2, crash_too); }
PROGRAM(loop_in_rendezvous) { send(0, loop); }
PROGRAM(operation_in_rendezvous) { send(0, lock); }
PROGRAM(throw_in_rendezvous) { send(0, throw_it); }

PROGRAM(own_handler) {
  in_turns([](int) {
    struct sigaction before {};
    struct sigaction action {};
    action.sa_handler = end_quietly;
    sigaction(SIGSEGV, &action, &before);
    require(before.sa_handler == SIG_DFL || before.sa_handler == end_quietly);
  });
  *nowhere = 1;  //! own_handler crash
}
PROGRAM(blocked_signals) {
  in_turns([](int) {
    sigset_t all;
    sigfillset(&all);
    require(sigprocmask(SIG_BLOCK, &all, nullptr) == 0);
  });
  *nowhere = 1;  //! blocked_signals crash
}
PROGRAM(other_signals) {
  static volatile int got = 0;
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, nullptr, &blocked);
  require(sigismember(&blocked, SIGUSR2) == 0);
  in_turns([](int) {
    const auto before = std::signal(SIGUSR1, [](int) { got = got + 1; });
    require(before != SIG_ERR);
    std::raise(SIGUSR1);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, nullptr);
  });
  require(got == 2);
}
PROGRAM(handlers_are_as_new) {
  require(std::signal(SIGUSR1, SIG_IGN) == SIG_DFL);
  require(std::signal(SIGSEGV, SIG_IGN) == SIG_DFL);
  in_turns([](int) {});
}
