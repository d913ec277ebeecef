// gocheck: expect leak
// etcd #7902: the functions of each round client share the loop's one index, so nobody believes
// to be the leader who opens the next round, and the first to release waits for it with the lock
// held. Cut down from a hundred rounds to one.
#include <array>
#include <functional>
#include <gocheck/go.hpp>

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
  int i = 0;
  for (; i < kClients; ++i) {
    Chan<Unit>& round = entered[i];
    clients[i].validate = [&] { round = next; };
    clients[i].release = [&] {
      mu.lock();
      if (i == 0) {
        next.close();
        next = make_chan<Unit>(0, "next");
      }
      round.recv();
      mu.unlock();
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
