// gocheck: expect none
// grpc #795, repaired: the lock is released on every way out.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

class Server {
 public:
  void serve() {
    std::scoped_lock lock(mu_);
    if (!is_draining_) ++served_;
  }
  void graceful_stop() {
    std::scoped_lock lock(mu_);
    if (is_draining_) return;
    is_draining_ = true;
  }

 private:
  Mutex mu_{"server.mu"};
  bool is_draining_ = false;
  int served_ = 0;
};

int main() {
  auto server = std::make_shared<Server>();
  go("serve", [=] { server->serve(); });
  for (int i = 0; i < 2; ++i) server->graceful_stop();
}
