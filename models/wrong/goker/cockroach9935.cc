// gocheck: expect leak
// cockroach #9935: for some inputs the logger fails and wants to say so with its lock held.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Logger {
  Mutex mu;
  int exits = 0;

  bool write() { return choose(8) % 4 == 0; }
  void exit() {
    std::scoped_lock lock(mu);
    ++exits;
  }
  void log() {
    mu.lock();
    if (!write()) {
      exit();
    }
    mu.unlock();
  }
};

int main() {
  auto logger = std::make_shared<Logger>();
  go("logger", [=] { logger->log(); });
}
