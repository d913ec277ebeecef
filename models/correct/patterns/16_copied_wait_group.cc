// gocheck: expect none
// Repaired: the copies share one WaitGroup.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Workers {
  int count;
  std::shared_ptr<WaitGroup> running = std::make_shared<WaitGroup>("running");

  explicit Workers(int n) : count(n) { running->add(n); }
};

int main() {
  const Workers workers(1);
  go("worker", [workers] { workers.running->done(); });
  workers.running->wait();
}
