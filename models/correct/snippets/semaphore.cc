// gocheck: expect none
// A buffered channel as a counting semaphore: never more than one goroutine inside.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto slots = make_chan<int>(1);
  auto done = make_chan<int>(2);
  auto inside = std::make_shared<Atomic<int>>(0);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      slots.send(1);
      require(inside->fetch_add(1) == 0);
      inside->fetch_sub(1);
      slots.recv();
      done.send(1);
    });
  }
  done.recv();
  done.recv();
}
