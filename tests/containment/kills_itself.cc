// One of 1,680 executions kills the process: going on elsewhere leads nowhere, and does not go on for ever.
#include <gocheck/go.hpp>

#include <csignal>

#include <sys/syscall.h>
#include <unistd.h>

using namespace gocheck;

int main() {
  Mutex mu;
  WaitGroup wg;
  long order = 0;
  wg.add(3);
  for (int i = 1; i <= 3; ++i) {
    go([&, i] {
      for (int k = 0; k < 3; ++k) {
        mu.lock();
        order = order * 10 + i;
        mu.unlock();
      }
      wg.done();
    });
  }
  wg.wait();
  if (order == 321321321) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}
