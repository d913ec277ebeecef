// gocheck: expect none
// Two publishers and a subscriber that reads everything: nothing is lost, and the messages of one publisher
// keep their order.
#include "broker.hpp"

using namespace broker;

int main() {
  Broker hub;
  Subscription news = hub.subscribe("news");
  Subscription other = hub.subscribe("other");
  gocheck::WaitGroup publishers("publishers");
  for (int p = 0; p < 2; ++p)
    publishers.go([&hub, p] {
      for (int i = 0; i < 2; ++i)
        gocheck::require(hub.publish({"news", 10 * p + i}), "refused before the end");
    });
  gocheck::go("stopper", [&] {
    publishers.wait();
    hub.stop();
  });
  int next[2] = {0, 0};
  for (const Message& message : news.messages()) {
    int& expected = next[message.number / 10];
    gocheck::require(message.number % 10 == expected++, "out of order");
  }
  gocheck::require(next[0] == 2 && next[1] == 2, "messages were lost");
  gocheck::require(!other.messages().recv_ok(), "a message of another topic");
}
