// gocheck: expect race
// kubernetes #80284: the callback for rotated certificates is a field of the shared plugin that
// every update of a client configuration sets.
#include <functional>
#include <gocheck/go.hpp>

using namespace gocheck;

class Authenticator {
 public:
  void update_transport(int connections) {
    on_rotate_ = [this, connections] { closed_ += connections; };
  }

 private:
  std::function<void()> on_rotate_;
  int closed_ = 0;
};

int main() {
  Authenticator authenticator;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] { authenticator.update_transport(i); });
  }
  wg.wait();
}
