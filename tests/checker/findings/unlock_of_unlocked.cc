// gocheck: expect unlock-of-unlocked
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mu;
  auto done = make_chan<int>();
  go([&, done] {
    if (mu.try_lock()) mu.unlock();
    done.send(1);
  });
  mu.lock();
  mu.unlock();
  done.recv();
  mu.unlock();
}
