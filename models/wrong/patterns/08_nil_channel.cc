// gocheck: expect deadlock
// The branch that makes the channel is not taken; a nil channel blocks both sides for ever.
#include <gocheck/go.hpp>

using namespace gocheck;

struct Options {
  bool wants_events = false;
};

struct Service {
  Chan<int> events;
  explicit Service(const Options& options) {
    if (options.wants_events) events = make_chan<int>(0, "events");
  }
};

int main() {
  Service service{Options{}};
  go("publisher", [=] { service.events.send(1); });
  service.events.recv();
}
