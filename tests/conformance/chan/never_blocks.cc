// gocheck: expect none
// What must not block, and what must panic (rules of test/chan/select3.go). Under check an operation
// that blocked would be a deadlock of main.
#include <gocheck/go.hpp>

using namespace gocheck;

namespace {

template <typename F>
bool panics(F function) {
  try {
    function();
  } catch (const Panic&) {
    return true;
  }
  return false;
}

}  // namespace

int main() {
  const Chan<int> nil;
  const Chan<int> closed = make_chan<int>();
  closed.close();

  require(select(send(nil, 7), otherwise()) == 1, "nil was selected");
  require(select(recv(nil), otherwise()) == 1, "nil was selected");
  require(select(send(nil, 7), recv(nil), otherwise()) == 2, "nil was selected");
  require(select(otherwise()) == 0);

  for (int i = 0; i < 10; ++i) {
    require(closed.recv() == 0);
    const auto [value, ok] = closed.recv_ok();
    require(value == 0 && !ok);
  }
  int value = 1;
  bool ok = true;
  require(select(recv(closed)) == 0);
  require(select(recv(closed, value)) == 0 && value == 0);
  require(select(recv(closed, value, ok)) == 0 && !ok);
  require(panics([&] { closed.send(7); }));
  require(panics([&] { select(send(closed, 7)); }));

  make_chan<int>(1).send(7);
  const Chan<int> c = make_chan<int>(1);
  require(select(send(c, 7), otherwise()) == 0, "a free place was not used");
  require(select(recv(c), otherwise()) == 0, "a value was not received");
}
