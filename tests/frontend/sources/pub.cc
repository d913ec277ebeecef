#include <gocheck/go.hpp>
using namespace gocheck;

void publish(Chan<int> events) {
  events.send(7);
}

int main() {
  auto events = make_chan<int>(4);
  go("publisher", [=] { publish(events); });
  events.close();
}
