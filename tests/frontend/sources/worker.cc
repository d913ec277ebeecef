#include <gocheck/go.hpp>
using namespace gocheck;

int main() {
  auto jobs = make_chan<int>(), done = make_chan<int>();
  go([&] {
    select(recv(jobs), recv(done));
  });
  Chan<int> nothing;
  nothing.recv();
}
