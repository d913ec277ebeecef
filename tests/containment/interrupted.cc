// gocheck: expect none
// A search that somebody interrupts in each of its executions, if there is an argument: "begun" or, which redundant ones
// do not come to, "ended".
#include <gocheck/go.hpp>

#include <csignal>
#include <string_view>
#include <unistd.h>

using namespace gocheck;

int main(int argc, char** argv) {
  const std::string_view when = argc > 1 ? argv[1] : "";
  if (when == "begun") kill(getpid(), SIGTERM);
  Mutex mu, own;
  WaitGroup wg;
  wg.add(4);
  // Independent of the others: a random walk that leaves it aside for them comes to nothing new.
  go([&] {
    own.lock();
    own.unlock();
    wg.done();
  });
  for (int i = 1; i <= 3; ++i) {
    go([&, i] {
      for (int k = 0; k < (i == 1 ? 3 : 2); ++k) {
        mu.lock();
        mu.unlock();
      }
      wg.done();
    });
  }
  wg.wait();
  if (when == "ended") kill(getpid(), SIGTERM);
}
