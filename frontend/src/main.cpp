#include <cstdio>
#include <exception>
#include <system_error>

#include "base/expected.hpp"
#include "command/command_line.hpp"

int main(int argc, char** argv) {
  using gocheck::frontend::ExitCode;
  try {
    const int code = gocheck::frontend::command_line({argv + 1, argv + argc});
    if (std::fflush(stdout) == 0) return code;
    std::fprintf(stderr, "gocheck: cannot write to standard output\n");
    return static_cast<int>(ExitCode::kUsage);
  } catch (const std::system_error& error) {   // A full disk, for the most part.
    std::fprintf(stderr, "gocheck: %s\n", error.what());
    return static_cast<int>(ExitCode::kUsage);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gocheck: bug in gocheck: %s\n", error.what());
    return static_cast<int>(ExitCode::kInternal);
  }
}
