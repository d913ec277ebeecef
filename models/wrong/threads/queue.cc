// gocheck: expect deadlock
// A bounded queue in plain C++ threads. One condition variable serves those who wait for room and those who wait for
// a value, and notify_one() may wake one who can do nothing with it; the other waits for ever.
#include <gocheck/go.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

class Queue {
 public:
  explicit Queue(std::size_t capacity) : capacity_(capacity) {}

  void put(int value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return values_.size() < capacity_; });
    values_.push_back(value);
    changed_.notify_one();
  }

  int take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !values_.empty(); });
    const int value = values_.front();
    values_.pop_front();
    changed_.notify_one();
    return value;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> values_;
};

int main() {
  Queue queue(1);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) threads.emplace_back([&queue] { queue.take(); });
  for (int i = 0; i < 2; ++i) threads.emplace_back([&queue, i] { queue.put(i); });
  for (std::thread& thread : threads) thread.join();
}
