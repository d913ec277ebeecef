// gocheck: expect race
// kubernetes #82239: the annotations of a volume claim that came out of a cache are changed in
// place, while the controller copies the claim. The endless loops are cut down to one update.
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
    const std::shared_ptr<Claim>& claim = cached;
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
