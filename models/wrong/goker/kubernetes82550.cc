// gocheck: expect race
// kubernetes #82550: the credential provider that does the work is made at the first call, and
// two requests may be the first.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Provider {
  int credentials = 1;
};

class LazyProvider {
 public:
  int provide() {
    if (!actual_) actual_ = std::make_unique<Provider>();
    return actual_->credentials;
  }

 private:
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
