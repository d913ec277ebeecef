// gocheck: expect none
// A subscriber that does not read: it stops nobody who did not ask for it, what it loses is counted, and it
// keeps the newest or the oldest as it wished.
#include "broker.hpp"

using namespace broker;

int main() {
  Broker hub;
  const bool keep_newest = gocheck::choose(2) == 1;
  Subscription slow = hub.subscribe(
      "news", {.mailbox = 1, .policy = keep_newest ? Policy::drop_oldest : Policy::drop_newest});
  Subscription reader = hub.subscribe("news", {.mailbox = 1});
  gocheck::WaitGroup group("publisher");
  group.go([&] {
    for (int i = 1; i <= 3; ++i) hub.publish({"news", i});
    hub.stop();
  });
  int read = 0;
  for (const Message& message : reader.messages()) gocheck::require(message.number == ++read);
  group.wait();
  gocheck::require(read == 3, "the slow one has stopped the reader");
  gocheck::require(slow.messages().recv().number == (keep_newest ? 3 : 1));
  gocheck::require(slow.statistics().dropped == 2);
}
