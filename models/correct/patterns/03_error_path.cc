// gocheck: expect none
// Repaired: the result is received on every path.
#include <gocheck/go.hpp>

using namespace gocheck;

bool prepare() { return choose(2) == 0; }

int load() {
  auto data = make_chan<int>(0, "data");
  go("loader", [=] { data.send(1); });
  const bool is_prepared = prepare();
  const int value = data.recv();
  return is_prepared ? value : -1;
}

int main() { load(); }
