// The program's code where the checker does not expect it: in the middle of a step, and in the place of its
// own handlers.
#include <csignal>
#include <stdexcept>
#include <string>

#include "program.hpp"

namespace {

int* volatile nowhere = nullptr;

template <typename Move>
struct Moved {
  Moved() = default;
  Moved(Moved&& other) noexcept(false) {
    if (other.is_last) Move()();
  }
  Moved& operator=(Moved&& other) noexcept(false) {
    if (other.is_last) Move()();
    return *this;
  }
  bool is_last = false;
};

/// Sends two values, from two goroutines; the second one goes wrong on its way.
template <typename Move>
void send(std::size_t capacity) {
  auto c = make_chan<Moved<Move>>(capacity);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      Moved<Move> value;
      value.is_last = i == 1;
      c.send(std::move(value));
    });
  }
  c.recv();
  c.recv();
}

struct Crash {
  void operator()() const { *nowhere = 1; }  //! crash_on_rendezvous crash
};
struct Throw {
  void operator()() const { throw std::runtime_error("not movable"); }
};

void on_signal(int) { _Exit(0); }

}  // namespace

PROGRAM(crash_on_rendezvous) { send<Crash>(0); }
