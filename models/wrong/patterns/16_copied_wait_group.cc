// gocheck: expect deadlock
// The workers get a copy of the group that main waits for, with a counter of its own. (A
// WaitGroup cannot be copied in C++; what copies it here is the structure around it, as passing
// one by value does in Go.)
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Workers {
  int count;
  std::unique_ptr<WaitGroup> running = std::make_unique<WaitGroup>("running");

  explicit Workers(int n) : count(n) { running->add(n); }
  Workers(const Workers& other) : Workers(other.count) {}
};

int main() {
  const Workers workers(1);
  go("worker", [workers] { workers.running->done(); });
  workers.running->wait();
}
