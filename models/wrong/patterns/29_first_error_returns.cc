// gocheck: expect leak
// The first failure is returned; the other parts still send theirs on an unbuffered channel.
#include <gocheck/go.hpp>

using namespace gocheck;

int run_all(int parts) {
  auto errors = make_chan<int>(0, "errors");
  for (int part = 0; part < parts; ++part) {
    go("part", [=] { errors.send(choose(2)); });
  }
  int first = 0;
  for (int part = 0; part < parts; ++part) {
    const int error = errors.recv();
    if (error != 0) return error;
  }
  return first;
}

int main() { run_all(2); }
