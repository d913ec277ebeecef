// gocheck: expect none
// gocheck: args 4
// A channel of each capacity up to a bound (rules of TestChan in runtime/chan_test.go): an empty one
// blocks a receiver, a full one a sender; a default is taken then; order is kept; a close lets the rest be
// received and wakes receivers. Under check capacities below 4, in production below 20.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;
using namespace std::chrono_literals;

namespace {

void empty_blocks_receiver(int capacity) {
  const auto c = make_chan<int>(capacity);
  Atomic<bool> received(false, "received");
  WaitGroup group("receivers");
  group.go([&] {
    static_cast<void>(c.recv());
    received.store(true);
  });
  group.go([&] {
    select(recv(c));
    received.store(true);
  });
  sleep(1ms);
  require(!received.load(), "received from an empty channel");
  require(select(recv(c), otherwise()) == 1, "received from an empty channel");
  c.send(0);
  c.send(0);
  group.wait();
}

void full_blocks_sender(int capacity) {
  const auto c = make_chan<int>(capacity);
  for (int i = 0; i < capacity; ++i) c.send(i);
  Atomic<bool> sent(false, "sent");
  WaitGroup group("sender");
  group.go([&] {
    c.send(0);
    sent.store(true);
  });
  sleep(1ms);
  require(!sent.load(), "sent to a full channel");
  require(select(send(c, 0), otherwise()) == 1, "sent to a full channel");
  static_cast<void>(c.recv());
  group.wait();
}

void close_lets_the_rest_through(int capacity) {
  const auto c = make_chan<int>(capacity);
  for (int i = 0; i < capacity; ++i) c.send(i);
  c.close();
  for (int i = 0; i < capacity; ++i) require(c.recv() == i, "out of order after close");
  require(c.recv() == 0);
  require(!c.recv_ok());
}

void close_wakes_receiver(int capacity) {
  const auto c = make_chan<int>(capacity);
  const auto ended = make_chan<bool>();
  go("receiver", [=] {
    const auto [value, ok] = c.recv_ok();
    ended.send(value == 0 && !ok);
  });
  sleep(1ms);
  c.close();
  require(ended.recv(), "woken with a value");
}

void keeps_order(int capacity, int values) {
  const auto c = make_chan<int>(capacity);
  go("sender", [=] {
    for (int i = 0; i < values; ++i) c.send(i);
  });
  for (int i = 0; i < values; ++i) require(c.recv() == i, "out of order");
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = argc > 1;
  const int capacities = small ? std::atoi(argv[1]) : 20;
  // Under check every capacity and test is an execution tree of its own.
  const int capacity = choose(capacities);
  switch (choose(5)) {
    case 0: return empty_blocks_receiver(capacity), 0;
    case 1: return full_blocks_sender(capacity), 0;
    case 2: return close_lets_the_rest_through(capacity), 0;
    case 3: return close_wakes_receiver(capacity), 0;
    default: return keeps_order(capacity, small ? 4 : 100), 0;
  }
}
