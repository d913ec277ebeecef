// gocheck: expect none
// Repaired: the value is sent after the unlock.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

struct Queue {
  Mutex mu{"queue.mu"};
  Chan<int> items = make_chan<int>(0, "items");
  int produced = 0;
  int consumed = 0;

  void produce() {
    std::unique_lock lock(mu);
    const int item = ++produced;
    lock.unlock();
    items.send(item);
  }
  void consume() {
    {
      std::scoped_lock lock(mu);
      ++consumed;
    }
    items.recv();
  }
};

int main() {
  Queue queue;
  WaitGroup wg;
  wg.go([&] { queue.produce(); });
  queue.consume();
  wg.wait();
}
