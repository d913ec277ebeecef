// gocheck: expect none
// Values without a size (rules of test/chan/zerosize.go and of chan struct{} in general): they are
// counted like others.
#include <gocheck/go.hpp>

using namespace gocheck;

namespace {
struct Empty {};
}  // namespace

int main() {
  const auto pair = make_chan<Empty>(2);
  pair.send({});
  pair.send({});
  require(pair.len() == 2);
  require(select(send(pair, Empty{}), otherwise()) == 1, "a third one fits");

  const auto units = make_chan<Unit>();
  go([=] {
    for (int i = 0; i < 3; ++i) units.send({});
    units.close();
  });
  int received = 0;
  for ([[maybe_unused]] const Unit unit : units) ++received;
  require(received == 3);
}
