// gocheck: expect double-close
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto c = make_chan<int>();
  go([=] { c.close(); });
  c.close();
}
