// gocheck: expect none
// Operations on closed channels (rules of test/closedchan.go): directly, in a select and in a select with
// a default, for empty and for buffered channels.
#include <gocheck/go.hpp>

#include <string>

using namespace gocheck;

namespace {

template <typename F>
std::string panic_of(F function) {
  try {
    function();
  } catch (const Panic& panic) {
    return panic.what();
  }
  return "";
}

void receives_yield(const Chan<int>& c, int expected, bool expected_ok) {
  int value = -1;
  bool ok = !expected_ok;
  switch (choose(4)) {   // Each form, since a buffered value can be received once only.
    case 0: {
      const auto [v, sent] = c.recv_ok();
      value = v;
      ok = sent;
      break;
    }
    case 1:
      require(select(recv(c, value, ok)) == 0);
      break;
    case 2:
      require(select(recv(c, value, ok), otherwise()) == 0, "closed was not ready");
      break;
    default:
      value = c.recv();
      ok = expected_ok;
  }
  require(value == expected && ok == expected_ok, "wrong value or ok");
}

void sends_and_closes_panic(const Chan<int>& c) {
  const std::string closed = "send on closed channel";
  require(panic_of([&] { c.send(2); }) == closed, "send");
  require(panic_of([&] { select(send(c, 2)); }) == closed, "select, send");
  require(panic_of([&] { select(send(c, 2), otherwise()); }) == closed, "select, send, default");
  require(panic_of([&] { c.close(); }) == "close of closed channel", "close");
}

}  // namespace

int main() {
  const Chan<int> empty = make_chan<int>();
  empty.close();
  receives_yield(empty, 0, false);
  receives_yield(empty, 0, false);
  sends_and_closes_panic(empty);

  const Chan<int> buffered = make_chan<int>(2);
  buffered.send(1);
  buffered.close();
  sends_and_closes_panic(buffered);   // Also while a value is left and a place is free.
  require(buffered.len() == 1 && buffered.cap() == 2);
  receives_yield(buffered, 1, true);
  receives_yield(buffered, 0, false);

  require(panic_of([] { Chan<int>().close(); }) == "close of nil channel", "close of nil");
}
