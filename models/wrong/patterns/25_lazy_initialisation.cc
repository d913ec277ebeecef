// gocheck: expect race
// An object is made by whoever finds that there is none; the first look is without the lock.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

struct Config {
  int limit = 10;
};

class Holder {
 public:
  const Config& get() {
    if (!config_) {
      std::scoped_lock lock(mu_);
      if (!config_) config_ = std::make_unique<Config>();
    }
    return *config_;
  }

 private:
  Mutex mu_{"holder.mu"};
  std::unique_ptr<Config> config_;
};

int main() {
  Holder holder;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { require(holder.get().limit == 10); });
  }
  wg.wait();
}
