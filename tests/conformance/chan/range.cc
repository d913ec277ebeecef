// gocheck: expect none
// Ranging over channels (the channel part of test/range.go): in order until closed, once evaluated, also
// when nothing was sent, and left by a break.
#include <gocheck/go.hpp>

#include <vector>

using namespace gocheck;

namespace {

RecvChan<int> sequence(int first, int last) {
  const auto c = make_chan<int>();
  go("sequence", [=] {
    for (int i = first; i <= last; ++i) c.send(i);
    c.close();
  });
  return c;
}

}  // namespace

int main() {
  int evaluated = 0;
  const auto counted = [&] {
    ++evaluated;
    return sequence(1, 3);
  };
  std::vector<int> seen;
  for (const int value : counted()) seen.push_back(value);
  require(evaluated == 1 && seen == std::vector<int>{1, 2, 3});

  for ([[maybe_unused]] const int value : sequence(1, 0)) require(false, "nothing was sent");

  const RecvChan<int> rest = sequence(1, 3);
  for (const int value : rest)
    if (value == 1) break;
  require(rest.recv() == 2 && rest.recv() == 3);
  require(!rest.recv_ok());
}
