// gocheck: expect deadlock
// etcd #10492: renewing a lease calls the checkpointer with the lessor's lock held, and the
// checkpointer of the server takes that lock.
#include <functional>
#include <gocheck/go.hpp>
#include <map>
#include <mutex>
#include <utility>

using namespace gocheck;

class Lessor {
 public:
  using Checkpointer = std::function<void(int lease, int left)>;

  void set_checkpointer(Checkpointer checkpointer) {
    std::scoped_lock lock(mu_);
    checkpointer_ = std::move(checkpointer);
  }
  void grant(int lease) {
    std::scoped_lock lock(mu_);
    left_[lease] = 10;
  }
  void checkpoint(int lease, int left) {
    std::scoped_lock lock(mu_);
    left_[lease] = left;
  }
  void renew(int lease) {
    std::unique_lock lock(mu_);
    if (left_.count(lease) == 0 || !checkpointer_) return;
    checkpointer_(lease, 10);
  }

 private:
  RWMutex mu_{"lessor.mu"};
  std::map<int, int> left_;
  Checkpointer checkpointer_;
};

int main() {
  Lessor lessor;
  lessor.set_checkpointer([&](int lease, int left) { lessor.checkpoint(lease, left); });
  lessor.grant(1);
  lessor.renew(1);
}
