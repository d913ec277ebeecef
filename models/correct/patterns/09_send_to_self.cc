// gocheck: expect none
// Repaired: there is room for all that is put aside.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto pending = make_chan<int>(2, "pending");
  for (int job = 0; job < 2; ++job) pending.send(job);
  for (int job = 0; job < 2; ++job) pending.recv();
}
