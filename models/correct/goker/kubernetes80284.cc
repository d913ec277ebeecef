// gocheck: expect none
// kubernetes #80284, repaired: the field is set under a lock.
#include <functional>
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

class Authenticator {
 public:
  void update_transport(int connections) {
    std::scoped_lock lock(mu_);
    on_rotate_ = [this, connections] { closed_ += connections; };
  }

 private:
  Mutex mu_{"authenticator.mu"};
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
