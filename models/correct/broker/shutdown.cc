// gocheck: expect none
// The broker stops while one publisher waits, one subscriber joins and another one leaves; two goroutines stop
// it at once. Everybody comes to an end, and what was accepted can be read.
#include "broker.hpp"

using namespace broker;

int main() {
  Broker hub;
  Subscription full = hub.subscribe("news", {.mailbox = 1});
  gocheck::WaitGroup group("all");
  int accepted = 0;
  group.go([&] {
    while (accepted < 3 && hub.publish({"news", accepted})) ++accepted;
  });
  group.go([&] {
    Subscription late = hub.subscribe("news", {.mailbox = 3, .policy = Policy::drop_newest});
    late.leave();
  });
  group.go([&] { hub.stop(); });
  hub.stop();
  group.wait();
  int read = 0;
  for (const Message& message : full.messages()) gocheck::require(message.number == read++);
  gocheck::require(read == accepted || read == accepted + 1, "accepted, and lost");
  gocheck::require(!hub.publish({"news", 9}), "accepted after the end");
}
