// gocheck: expect panic
#include <gocheck/go.hpp>
#include <stdexcept>

using namespace gocheck;

int main() {
  auto c = make_chan<int>(1);
  go([=] {
    if (choose(2) == 1) throw std::runtime_error("no such user");
    c.send(1);
  });
  select(recv(c, [](int) {}), otherwise([] {}));
}
