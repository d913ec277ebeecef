// gocheck: expect none
// serving #2137, repaired: main waits for the first request before it starts the second.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Breaker {
  Chan<int> pending = make_chan<int>(2, "pending");
  Chan<int> active = make_chan<int>(1, "active");
};
struct Request {
  Mutex lock;
  Chan<bool> accepted = make_chan<bool>(1, "accepted");
};

void perform(const Breaker& breaker, Request& request) {
  breaker.pending.send(1);
  breaker.active.send(1);
  request.accepted.send(true);
  request.lock.lock();
  request.lock.unlock();
  breaker.active.recv();
  breaker.pending.recv();
}

int main() {
  auto breaker = std::make_shared<Breaker>();
  auto one = std::make_shared<Request>();
  auto two = std::make_shared<Request>();
  one->lock.lock();
  two->lock.lock();
  go("request", [=] { perform(*breaker, *one); });
  one->accepted.recv();
  one->lock.unlock();
  go("request", [=] { perform(*breaker, *two); });
  two->accepted.recv();
  two->lock.unlock();
}
