// gocheck: expect none
// kubernetes #82239, repaired: what comes out of the cache is copied and the copy is changed.
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <string>

using namespace gocheck;
using namespace std::chrono_literals;

struct Claim {
  std::map<std::string, std::string> annotations;
};

struct Controller {
  std::shared_ptr<Claim> cached = std::make_shared<Claim>();
  Chan<Unit> stop = make_chan<Unit>(0, "stop");

  void sync() const {
    if (select(recv(stop), otherwise()) == 0) return;
    const Claim copy = *cached;
    static_cast<void>(copy);
  }
  void annotate(const std::string& value) const {
    const auto claim = std::make_shared<Claim>(*cached);
    claim->annotations["bound"] = value;
  }
};

int main() {
  Controller controller;
  WaitGroup wg;
  wg.go([&] { controller.sync(); });
  wg.go([&] { controller.annotate("yes"); });
  sleep(1ms);
  controller.stop.close();
  wg.wait();
}
