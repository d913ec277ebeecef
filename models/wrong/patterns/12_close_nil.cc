// gocheck: expect double-close
// A component that was not started has no channel, and stopping it closes nil.
#include <gocheck/go.hpp>

using namespace gocheck;

class Component {
 public:
  void start() {
    go("component", [stop = stop_] { stop.recv(); });
  }
  void stop() { stop_.close(); }

 private:
  Chan<Unit> stop_;
};

int main() {
  Component component;
  if (choose(2) == 1) component.start();
  component.stop();
}
