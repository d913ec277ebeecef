// gocheck: expect none
// Repaired: it uses the value that it makes, not the function that makes it.
#include <gocheck/go.hpp>

using namespace gocheck;

class Config {
 public:
  int get() {
    loading_.call([this] { load(); });
    return value_;
  }

 private:
  void load() {
    value_ = 1;
    limit_ = 10 * value_;
  }

  Once loading_{"loading"};
  int value_ = 0;
  int limit_ = 0;
};

int main() {
  Config config;
  config.get();
}
