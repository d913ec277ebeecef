// gocheck: expect exit
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto c = make_chan<int>(1);
  go([=] { c.send(1); });
  int status = 1;
  select(recv(c, [&](int) { status = 0; }), otherwise([] {}));
  return status;
}
