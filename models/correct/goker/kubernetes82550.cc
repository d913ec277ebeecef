// gocheck: expect none
// kubernetes #82550, repaired: a Once makes it.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Provider {
  int credentials = 1;
};

class LazyProvider {
 public:
  int provide() {
    making_.call([this] { actual_ = std::make_unique<Provider>(); });
    return actual_->credentials;
  }

 private:
  Once making_{"making"};
  std::unique_ptr<Provider> actual_;
};

int main() {
  LazyProvider provider;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { require(provider.provide() == 1); });
  }
  wg.wait();
}
