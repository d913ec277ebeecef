// Memory that a program has mapped itself is not put back between executions: it is as new only in a new process.
#include <gocheck/go.hpp>

#include <sys/mman.h>

#include <string_view>

using namespace gocheck;

namespace {

int* const executions = static_cast<int*>(
    mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

}  // namespace

/// From the third execution of a process on, other goroutines: what the executions before did cannot be done then.
void differ(std::string_view what) {
  const bool is_late = ++*executions > 2;
  Mutex mu;
  auto done = make_chan<int>(4);
  auto never = make_chan<int>();
  if (what == "begins" && is_late) never.recv();
  if (what == "begins") mu.lock();
  const int count = what == "starts fewer" && is_late ? 2 : what == "starts more" && is_late ? 4 : 3;
  for (int i = 0; i < count; ++i) {
    go([&, i] {
      const bool stays_away = what == "stays away" && is_late && i == 1;
      if (!stays_away) mu.lock();
      if (!stays_away) mu.unlock();
      done.send(i);
    });
  }
  if (what == "begins") mu.unlock();
  if (what == "waits" && is_late) never.recv();
  for (int i = 0; i < count; ++i) done.recv();
}

// The argument: "counts" if an execution is to change that memory, "blocks" if it is to wait for ever, or how
// the third execution is to differ().
int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what != "" && what != "counts" && what != "blocks") return differ(what), 0;
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
