// gocheck: expect none
// v, ok: a receive tells a value from the end.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto ch = make_chan<int>();
  go([=] {
    ch.send(5);
    ch.close();
  });
  const auto [first, is_first] = ch.recv_ok();
  const auto [second, is_second] = ch.recv_ok();
  require(is_first && first == 5);
  require(!is_second && second == 0);
}
