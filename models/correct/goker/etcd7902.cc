// gocheck: expect none
// etcd #7902, repaired: each client has an index of its own, the leader opens the next round
// when all have entered this one, and the wait is outside of the lock.
#include <array>
#include <functional>
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

struct RoundClient {
  std::function<void()> validate;
  std::function<void()> release;
};

void run_rounds() {
  constexpr int kClients = 3;
  std::array<RoundClient, kClients> clients;
  std::array<Chan<Unit>, kClients> entered;
  auto next = make_chan<Unit>(0, "next");
  Mutex mu{"mu"};
  WaitGroup wg{"clients"};
  WaitGroup all_entered{"all_entered"};
  all_entered.add(kClients);
  for (int i = 0; i < kClients; ++i) {
    Chan<Unit>& round = entered[i];
    clients[i].validate = [&] {
      round = next;
      all_entered.done();
    };
    clients[i].release = [&, i] {
      if (i == 0) {
        all_entered.wait();
        std::scoped_lock lock(mu);
        next.close();
        next = make_chan<Unit>(0, "next");
      }
      round.recv();
    };
  }
  for (const RoundClient& client : clients) {
    wg.go([&] {
      mu.lock();
      client.validate();
      mu.unlock();
      client.release();
    });
  }
  wg.wait();
}

int main() { go("election", run_rounds); }
