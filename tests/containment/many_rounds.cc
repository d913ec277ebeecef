// A loop that is never where it was: executions get longer and longer, and the budget ends before --max-steps.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Atomic<bool> done;
  go([&] { done.store(true); });
  for (int rounds = 0; rounds < 1000 && !done.load();) {
    ++rounds;
  }
}
