// philosophers N: each takes the left fork first. Deadlock when all have one.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

int main(int, char** argv) {
  const int n = std::atoi(argv[1]);
  auto& forks = *new std::vector<Mutex>(n);
  for (int i = 0; i < n; ++i) {
    go([&forks, n, i] {
      Mutex& left = forks[i];
      Mutex& right = forks[(i + 1) % n];
      left.lock();
      right.lock();
      right.unlock();
      left.unlock();
    });
  }
}
