// gocheck: expect deadlock
// Three philosophers, each with the left fork first.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  constexpr int kSeats = 3;
  Mutex forks[kSeats];
  WaitGroup wg;
  wg.add(kSeats);
  for (int seat = 0; seat < kSeats; ++seat) {
    go("philosopher", [&, seat] {
      const int left = seat;
      const int right = (seat + 1) % kSeats;
      {
        std::scoped_lock first(forks[left]);
        std::scoped_lock second(forks[right]);
      }
      wg.done();
    });
  }
  wg.wait();
}
