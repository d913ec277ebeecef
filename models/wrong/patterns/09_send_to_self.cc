// gocheck: expect deadlock
// A goroutine sends to the channel that only itself receives from, once more than there is room.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto pending = make_chan<int>(1, "pending");
  for (int job = 0; job < 2; ++job) pending.send(job);
  for (int job = 0; job < 2; ++job) pending.recv();
}
