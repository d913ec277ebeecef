// gocheck: expect deadlock
// The initialisation calls the function that initialises.
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
    limit_ = 10 * get();
  }

  Once loading_{"loading"};
  int value_ = 0;
  int limit_ = 0;
};

int main() {
  Config config;
  config.get();
}
