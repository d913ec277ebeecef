// gocheck: expect none
// A ready case is taken and another one leaves no trace (rules of test/chan/select4.go and select7.go): the
// values of all send cases are evaluated, one is sent; a value can be received in every form, from a direct
// send, a select and a select with a default.
#include <gocheck/go.hpp>

using namespace gocheck;

namespace {

int receive(const RecvChan<int>& c, int form) {
  int value = 0;
  bool ok = false;
  switch (form) {
    case 0: return c.recv();
    case 1: return c.recv_ok().value;
    case 2: select(recv(c, value)); return value;
    case 3: select(recv(c, value, ok)); require(ok); return value;
    case 4: select(recv(c, [&](int v) { value = v; })); return value;
    default:
      select(recv(c, value, ok), recv(Chan<int>()), send(Chan<int>(), 1));
      require(ok);
      return value;
  }
}

void send_in_form(const SendChan<int>& c, int value, int form) {
  switch (form) {
    case 0: return c.send(value);
    case 1: select(send(c, value)); return;
    case 2:
      if (select(send(c, value), otherwise()) == 1) c.send(value);
      return;
    default: select(send(c, value), recv(Chan<int>()), send(Chan<int>(), 7));
  }
}

}  // namespace

int main() {
  int evaluated = 0;
  const auto next = [&] { return ++evaluated; };
  const auto buffered = make_chan<int>(1);
  require(select(send(Chan<int>(), next()), send(buffered, next())) == 1);
  require(evaluated == 2, "not every value was evaluated once");
  static_cast<void>(buffered.recv());

  const int receiving = choose(6), sending = choose(4);
  const auto c = make_chan<int>();
  go("sender", [=] { send_in_form(c, 42, sending); });
  require(receive(c, receiving) == 42, "another value");
}
