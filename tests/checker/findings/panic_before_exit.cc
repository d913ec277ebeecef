// gocheck: expect panic
#include <gocheck/go.hpp>
#include <cstdlib>

using namespace gocheck;

// The steps are independent, but the panic can come before the exit.
int main() {
  auto a = make_chan<int>(1), b = make_chan<int>(1);
  go([=] {
    a.send(1);
    std::exit(0);
  });
  go([=] {
    b.send(1);
    panic("before the exit");
  });
  make_chan<int>().recv();
}
