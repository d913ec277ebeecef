// gocheck: expect none
// Repaired: the count is raised before the goroutine is started.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

int main() {
  auto wg = std::make_shared<WaitGroup>("workers");
  auto finished = std::make_shared<Atomic<int>>(0, "finished");
  for (int i = 0; i < 2; ++i) {
    wg->add();
    go("worker", [=] {
      finished->fetch_add(1);
      wg->done();
    });
  }
  wg->wait();
  require(finished->load() == 2, "wait() waits for every worker");
}
