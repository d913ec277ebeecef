// gocheck: expect none
// Repaired: the channel is made with the component.
#include <gocheck/go.hpp>

using namespace gocheck;

class Component {
 public:
  void start() {
    go("component", [stop = stop_] { stop.recv(); });
  }
  void stop() { stop_.close(); }

 private:
  Chan<Unit> stop_ = make_chan<Unit>(0, "stop");
};

int main() {
  Component component;
  if (choose(2) == 1) component.start();
  component.stop();
}
