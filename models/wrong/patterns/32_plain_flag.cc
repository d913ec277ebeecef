// gocheck: expect race
// The flag that ends a loop is read atomically and written by an ordinary assignment.
#include <atomic>
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  bool is_stopped = false;
  WaitGroup wg;
  wg.go([&] {
    for (int round = 0; round < 2; ++round) {
      if (std::atomic_ref(is_stopped).load()) return;
      yield();
    }
  });
  is_stopped = true;
  wg.wait();
}
