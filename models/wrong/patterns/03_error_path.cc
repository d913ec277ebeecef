// gocheck: expect leak
// A failure is returned before the result of the started work is received.
#include <gocheck/go.hpp>

using namespace gocheck;

bool prepare() { return choose(2) == 0; }

int load() {
  auto data = make_chan<int>(0, "data");
  go("loader", [=] { data.send(1); });
  if (!prepare()) return -1;
  return data.recv();
}

int main() { load(); }
