// gocheck: expect send-on-closed
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto c = make_chan<int>(1);
  go([=] { c.send(1); });
  c.close();
}
