// gocheck: expect none
// A subscriber leaves while a publisher waits for it: the publisher goes on, with nobody left to wait for.
#include "broker.hpp"

using namespace broker;

int main() {
  Broker hub;
  gocheck::WaitGroup group("publisher");
  {
    const Subscription leaves = hub.subscribe("news", {.mailbox = 1});
    group.go([&] {
      for (int i = 0; i < 3; ++i) hub.publish({"news", i});
    });
    leaves.messages().recv();
  }
  group.wait();
  gocheck::require(hub.subscribers("news") == 0);
}
