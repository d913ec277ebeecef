// gocheck: expect none
// Repaired: the channel is made in any case.
#include <gocheck/go.hpp>

using namespace gocheck;

struct Options {
  bool wants_events = false;
};

struct Service {
  Chan<int> events;
  explicit Service(const Options& options) {
    events = make_chan<int>(options.wants_events ? 1 : 0, "events");
  }
};

int main() {
  Service service{Options{}};
  go("publisher", [=] { service.events.send(1); });
  service.events.recv();
}
