#include "supervise/interrupt.hpp"

#include <csignal>

namespace gocheck::frontend {
namespace {

volatile std::sig_atomic_t count = 0;
volatile std::sig_atomic_t last = 0;

void on_signal(int number) {
  count = count + 1;
  last = number;
}

}  // namespace

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;  // Without SA_RESTART: a wait for reports ends at once.
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

int interrupts() { return count; }
int interrupt_signal() { return last; }

}  // namespace gocheck::frontend
