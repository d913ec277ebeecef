// gocheck: expect deadlock
// A timer that could not be stopped is drained, though its value has been received already.
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
  if (!timer.stop()) timer.chan().recv();
  static_cast<void>(is_late);
}
