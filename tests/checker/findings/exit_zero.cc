// gocheck: expect none
#include <gocheck/go.hpp>
#include <cstdlib>

using namespace gocheck;

// exit(0) ends the program: who is blocked then is no leak.
int main() {
  auto c = make_chan<int>();
  go([=] { c.recv(); });
  std::exit(0);
}
