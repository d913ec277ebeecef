// gocheck: expect none
// kubernetes #13058, repaired: the group is filled before the controller starts, and counts each
// of the three deletions once.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;
using namespace std::chrono_literals;

struct Controller {
  std::function<bool()> on_delete;

  void run(const Chan<Unit>& stop) const {
    for (int deletion = 0; deletion < 4; ++deletion) {
      if (select(recv(stop), otherwise()) == 0) return;
      if (!on_delete()) return;
      sleep(1ms);
    }
  }
};

int main() {
  auto stop = make_chan<Unit>(0, "stop");
  auto deleted = std::make_shared<WaitGroup>("deleted");
  deleted->add(3);
  Controller controller{[=, left = 3]() mutable {
    if (left == 0) return false;
    --left;
    deleted->done();
    return true;
  }};
  go("controller", [=] { controller.run(stop); });
  deleted->wait();
  stop.close();
}
