// gocheck: expect exit
#include <gocheck/go.hpp>
#include <cstdlib>

using namespace gocheck;

int main() {
  auto c = make_chan<int>();
  go([=] { std::exit(3); });
  c.recv();
}
