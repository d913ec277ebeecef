#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/confirm.hpp"
#include "command/options.hpp"
#include "targets/compile.hpp"

namespace gocheck::frontend {

/// An option that is a time. Errors: not one.
Failure set_duration(const std::string& flag, const std::string& text, std::uint64_t& ms);
/// An option that is a size. Errors: not one.
Failure set_size(const std::string& flag, const std::string& text, std::uint64_t& bytes);

/// Headers and archives as the options want them; needed only for sources.
Expected<Toolchain> prepare_toolchain(const std::vector<Target>& targets,
                                      const BuildOptions& options);

/// Builds sources with all processors, each as soon as one is free.
class BuildQueue {
 public:
  BuildQueue(const std::vector<Target>& targets, const Toolchain& toolchain, bool use_cache);
  ~BuildQueue();
  BuildQueue(const BuildQueue&) = delete;
  BuildQueue& operator=(const BuildQueue&) = delete;
  /// Waits for this target's program.
  Expected<Built> take(std::size_t index);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Checks that the executable is a program of ours and puts together what starting it needs.
Expected<Program> prepare(const Target& target, const Built& built,
                          const std::vector<std::string>& args, const std::string& stdin_path,
                          const Limits& limits, const Toolchain& toolchain);

/// The file that the program reads: `asked`, else the file that gocheck's own input was redirected
/// from, else none.
Expected<std::string> find_input(const std::string& asked);

/// gocheck's own input is a pipe with something in it, which no execution can read from its start.
bool is_input_ignored(const std::string& asked);

}  // namespace gocheck::frontend
