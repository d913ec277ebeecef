// gocheck: expect none
// Sends and receives that do not wait, for four element types, unbuffered and buffered (rules of
// test/chan/nonblock.go, which polls until its partner is there; here both outcomes of one attempt
// are followed instead).
#include <gocheck/go.hpp>

#include <array>
#include <string>

using namespace gocheck;

namespace {

template <typename T>
void without_partner(T value) {
  const auto c = make_chan<T>();
  require(select(recv(c), otherwise()) == 1, "received from nobody");
  require(select(send(c, value), otherwise()) == 1, "sent to nobody");
  const auto b = make_chan<T>(1);
  require(select(recv(b), otherwise()) == 1, "received from an empty buffer");
  require(select(send(b, value), otherwise()) == 0);
  require(select(send(b, value), otherwise()) == 1, "sent to a full buffer");
  T received{};
  require(select(recv(b, received), otherwise()) == 0);
  require(received == value, "another value");
}

/// The partner may or may not be waiting when the attempt is made; the value arrives once.
template <typename T>
void with_partner(T value, std::ptrdiff_t capacity) {
  const auto c = make_chan<T>(capacity);
  const auto done = make_chan<Unit>();
  go("receiver", [=] {
    require(c.recv() == value, "another value");
    done.send({});
  });
  if (select(send(c, value), otherwise()) == 1) {
    require(capacity == 0, "a free place was refused");
    c.send(value);
  }
  done.recv();

  go("sender", [=] {
    c.send(value);
    done.send({});
  });
  T received{};
  if (select(recv(c, received), otherwise()) == 1) received = c.recv();
  require(received == value, "another value");
  done.recv();
}

template <typename T>
void all(T value) {
  without_partner(value);
  with_partner(value, 0);
  with_partner(value, 1);
}

}  // namespace

int main() {
  // One type in each execution: the combinations would only multiply.
  switch (choose(4)) {
    case 0:
      return all(123), 0;
    case 1:
      return all(std::string("hello")), 0;
    case 2:
      return all(true), 0;
    default:
      return all(std::array<int, 4>{1, 2, 3, 4}), 0;
  }
}
