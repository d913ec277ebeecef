// gocheck: expect none
// Repaired: a Once makes it.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Config {
  int limit = 10;
};

class Holder {
 public:
  const Config& get() {
    making_.call([this] { config_ = std::make_unique<Config>(); });
    return *config_;
  }

 private:
  Once making_{"making"};
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
