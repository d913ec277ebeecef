// gocheck: expect none
// Three philosophers who take the fork with the lower number first.
#include <gocheck/go.hpp>
#include <algorithm>
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
        std::scoped_lock first(forks[std::min(left, right)]);
        std::scoped_lock second(forks[std::max(left, right)]);
      }
      wg.done();
    });
  }
  wg.wait();
}
