#include <cstdio>
#include <exception>

#include "base/expected.hpp"
#include "command/command_line.hpp"

int main(int argc, char** argv) {
  try {
    return gocheck::frontend::command_line({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gocheck: bug in gocheck: %s\n", error.what());
    return static_cast<int>(gocheck::frontend::ExitCode::kInternal);
  }
}
