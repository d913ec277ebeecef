// gocheck: expect race
// kubernetes #79631: the queue that looks at the head of its heap forgets the lock under which
// the other side takes entries out. The loop that flushes, endless and never stopped in the
// original, is cut down to two rounds.
#include <gocheck/go.hpp>
#include <map>
#include <mutex>

using namespace gocheck;

class Heap {
 public:
  void erase(int key) { items_.erase(key); }
  int peek() const { return items_.empty() ? 0 : items_.begin()->second; }
  void add(int key) { items_[key] = key; }

 private:
  std::map<int, int> items_;
};

class PriorityQueue {
 public:
  PriorityQueue() { heap_.add(1); }
  void flush() { head_ = heap_.peek(); }
  void remove() {
    std::scoped_lock lock(mu_);
    heap_.erase(1);
  }
  void run(const Chan<Unit>& stop) {
    for (int round = 0; round < 2; ++round) {
      if (select(recv(stop), otherwise()) == 0) return;
      flush();
    }
  }

 private:
  RWMutex mu_{"queue.mu"};
  Heap heap_;
  int head_ = 0;
};

int main() {
  PriorityQueue queue;
  auto stop = make_chan<Unit>(0, "stop");
  WaitGroup wg;
  wg.go([&] { queue.run(stop); });
  wg.go([&] { queue.remove(); });
  stop.close();
  wg.wait();
}
