// Memory that a program has mapped itself is not put back between executions: it is as new only in a new process.
#include <gocheck/go.hpp>

#include <sys/mman.h>

#include <string_view>

using namespace gocheck;

namespace {

int* const executions = static_cast<int*>(
    mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

}  // namespace

// The argument: "counts" if an execution is to change that memory, "blocks" if it is to wait for ever.
int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "counts") ++*executions;
  Mutex mu;
  WaitGroup wg;
  auto done = make_chan<int>();
  wg.add(3);
  for (int i = 0; i < 3; ++i) {
    go([&] {
      for (int k = 0; k < 2; ++k) {
        mu.lock();
        mu.unlock();
      }
      // More of them in each execution of one process.
      for (int k = 0; k < *executions; ++k) done.send(k);
      wg.done();
    });
  }
  for (int k = 0; k < 3 * *executions; ++k) done.recv();
  wg.wait();
  if (what == "blocks") done.recv();
}
