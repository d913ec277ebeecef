// gocheck: expect leak
// gocheck: max-findings 0
// What must block for ever (rules of test/chan/select3.go): each in a goroutine of its own that is left
// behind. Were one to come back, the failed requirement would be a finding that is not expected.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const Chan<int> nil;
  const auto blocks = [](const char* name, auto operation) {
    go(name, [operation] {
      operation();
      require(false, "did not block");
    });
  };
  blocks("send on nil", [=] { nil.send(7); });
  blocks("receive from nil", [=] { nil.recv(); });
  blocks("select without cases", [] { select(); });
  blocks("select over nil, receive", [=] { select(recv(nil)); });
  blocks("select over nil, send", [=] { select(send(nil, 7)); });
  blocks("select over nil, both", [=] { select(send(nil, 7), recv(nil)); });
  blocks("receive from empty", [] { make_chan<int>().recv(); });
  blocks("send without a receiver", [] { make_chan<int>().send(7); });
  blocks("send on full", [] {
    const auto c = make_chan<int>(1);
    c.send(1);
    c.send(2);
  });
  blocks("select, nobody there", [] {
    const auto c = make_chan<int>();
    select(recv(c));
  });
  blocks("select that meets itself only", [] {
    const auto c = make_chan<int>();
    select(send(c, 1), recv(c));
  });
}
