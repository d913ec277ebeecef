#include <gocheck/go.hpp>
using namespace gocheck;

int query(int r) { return r; }

int first_result() {
  auto out = make_chan<int>();
  for (int r = 0; r < 3; ++r)
    go("replica", [=] {
      out.send(query(r));
    });
  return out.recv();
}

int main() { return first_result(); }
