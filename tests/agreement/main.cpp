// main.cpp NAME: runs one program and appends its outcome as a line to the file that GOCHECK_OUTCOMES names;
// --list: the names of all. The file is outside of what gocheck resets between executions, so one exploration
// leaves the outcomes of all its executions there.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "program.hpp"

namespace {

using agreement::Program;

void report(std::string outcome) {
  const char* const path = std::getenv("GOCHECK_OUTCOMES");
  if (path == nullptr) return;
  outcome += '\n';
  const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT, 0644);
  if (file < 0 || ::write(file, outcome.data(), outcome.size()) !=
                      static_cast<ssize_t>(outcome.size())) {
    std::perror(path);
    std::_Exit(3);
  }
  ::close(file);
}

/// Differs on purpose: the test of the test.
std::string disagrees() {
  return std::getenv("GOCHECK_WORKER") != nullptr ? "checked" : "in production";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "--list";
  if (wanted == "disagrees") return report(disagrees()), 0;
  for (const auto programs : {agreement::channel_programs(), agreement::select_programs(),
                              agreement::sync_programs(), agreement::time_programs()}) {
    for (const Program& program : programs) {
      if (wanted == "--list") std::puts(program.name);
      if (wanted == program.name) return report(program.run()), 0;
    }
  }
  return wanted == "--list" ? 0 : 3;
}
