// Ways to end the process, and what the process gives back at its end.
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "program.hpp"

namespace {

/// Calls `leave` in those interleavings in which the second goroutine is the first.
template <typename Leave>
void sometimes(Leave leave) {
  auto order = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) go([=] { order.send(i); });
  if (order.recv() == 1) leave();
  order.recv();
}

void never_called() { std::abort(); }

int open_descriptors() {
  DIR* folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

const int descriptors_before_main = open_descriptors();

}  // namespace

PROGRAM(exit_fails) {
  sometimes([] { std::exit(3); });  //! exit_fails exit
}
PROGRAM(underscore_exit_fails) {
  sometimes([] { _exit(3); });  //! underscore_exit_fails exit
}
PROGRAM(capital_exit_fails) {
  sometimes([] { std::_Exit(3); });  //! capital_exit_fails exit
}
PROGRAM(quick_exit_fails) {
  sometimes([] { std::quick_exit(3); });  //! quick_exit_fails exit
}
PROGRAM(exit_succeeds) {
  sometimes([] { std::exit(0); });
}
PROGRAM(underscore_exit_succeeds) {
  sometimes([] { _exit(0); });
}
PROGRAM(quick_exit_succeeds) {
  sometimes([] { std::quick_exit(0); });
}
PROGRAM(exit_leaves_others_blocked) {
  auto never = make_chan<int>();
  go([=] { never.recv(); });
  sometimes([] { _exit(0); });
  never.send(0);
}

// Handlers pile up in the C library; none of them is called by an execution.
PROGRAM(atexit_handlers) {
  in_turns([](int) {
    for (int i = 0; i < 40; ++i) require(std::atexit(never_called) == 0);
    require(std::at_quick_exit(never_called) == 0);
  });
  std::exit(0);
}

PROGRAM(files_left_open) {
  in_turns([](int) {
    for (int i = 0; i < 5; ++i) require(open("/dev/null", O_RDONLY) >= 0);
    require(std::fopen("/dev/null", "r") != nullptr);
  });
}
PROGRAM(as_many_descriptors_as_before) {
  const int before = open_descriptors();
  require(before == descriptors_before_main);
  in_turns([](int) { require(open("/dev/null", O_RDONLY) >= 0); });
  require(open_descriptors() == before + 2);
}
