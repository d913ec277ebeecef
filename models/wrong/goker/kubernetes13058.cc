// gocheck: expect negative-waitgroup
// kubernetes #13058: a controller, running already, counts down a WaitGroup whenever it sees a
// deletion; the test adds to the group later, and three deletions are not all that can come. The
// endless loop is cut down to four.
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
  Controller controller{[=] {
    deleted->done();
    return true;
  }};
  go("controller", [=] { controller.run(stop); });
  deleted->add(3);
  deleted->wait();
  stop.close();
}
