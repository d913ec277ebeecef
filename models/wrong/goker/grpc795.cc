// gocheck: expect deadlock
// grpc #795: a graceful stop leaves the server's lock held, so that a second one, meant to do
// nothing, waits for it for ever.
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
    mu_.lock();
    if (is_draining_) {
      mu_.lock();
      return;
    }
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
