// gocheck: expect crash
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto c = make_chan<int>(1);
  go([=] { c.send(1); });
  int* nowhere = nullptr;
  select(recv(c, [](int) {}), otherwise([&] { *static_cast<volatile int*>(nowhere) = 1; }));
}
