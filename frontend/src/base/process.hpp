#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace gocheck::frontend {

/// What to start, and with which descriptors. A descriptor of -1 means /dev/null for 0 to 2, and
/// nothing for 3 to 5.
struct Command {
  std::string file;                           // Searched in PATH when it has no slash.
  std::vector<std::string> argv;              // With argv[0].
  std::vector<std::string> environment = {};  // NAME=value, added.
  int descriptors[6] = {-1, -1, -1, -1, -1, -1};
  bool fixed_addresses = false;  // No address-space randomisation.
  bool own_group = false;        // Not reached by the terminal's Ctrl-C.
};

/// How a process ended: exactly one of the two is set.
struct Ending {
  std::optional<int> status;
  std::optional<int> signal;
};

/// A child process. Dies with this object, and with this process.
class Child {
 public:
  static Expected<Child> start(const Command& command);
  Child(Child&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), group_(other.group_), ending_(other.ending_) {}
  Child& operator=(Child&&) = delete;
  ~Child();

  void signal(int number) const;
  /// Processor time that it has used; zero when it has ended.
  [[nodiscard]] std::chrono::nanoseconds processor_time() const;
  /// The ending once there is one, without waiting.
  std::optional<Ending> poll();
  Ending wait();
  /// Waits for at most `limit`, then kills.
  Ending wait_or_kill(std::chrono::milliseconds limit);

 private:
  Child(pid_t pid, bool group) : pid_(pid), group_(group) {}

  pid_t pid_;
  bool group_;
  std::optional<Ending> ending_;
};

/// A pipe, both ends closed on exec.
struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};
Expected<Pipe> make_pipe();

/// Runs a tool to its end and returns what it wrote.
struct ToolResult {
  Ending ending;
  std::string output;
};
enum class Streams { kOutput, kOutputAndErrors };
Expected<ToolResult> run_tool(Command command, Streams streams);

/// "SIGSEGV (Segmentation fault)".
std::string signal_text(int number);

}  // namespace gocheck::frontend
