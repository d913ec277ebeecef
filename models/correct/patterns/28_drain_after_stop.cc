// gocheck: expect none
// Repaired: the timer is drained only if nobody has received from it.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  Timer timer(1ms);
  auto work = make_chan<int>(0, "work");
  go("worker", [=] {
    sleep(1ms);
    select(send(work, 1), otherwise());
  });
  bool is_late = false;
  select(recv(work), recv(timer.chan(), [&] { is_late = true; }));
  if (!is_late && !timer.stop()) timer.chan().recv();
}
