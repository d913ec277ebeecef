#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "base/files.hpp"
#include "protocol/reports.hpp"
#include "protocol/request.hpp"

namespace gocheck::frontend {

/// A program that is ready to be started as a worker.
struct Worker {
  std::string executable;
  std::string name;  // argv[0].
  std::vector<std::string> args;
  std::string stdin_path;  // A regular file; empty: empty input.
};

inline constexpr std::size_t kOutputBytesMax = 64 * 1024;

/// Explores in a process of its own. `on_progress` is called about ten times a second.
/// When the process is killed the search begins anew in another one, which comes to the same results; a
/// program that kills its own process comes to the same end, and that is a failure.
/// A first interrupt ends the search after the current execution, a second one at once.
/// `failure` of the result: the program cannot be started, dies, stalls, or breaks the protocol.
Exploration explore(const Worker& worker, const Limits& limits,
                    const std::function<void(const Progress&)>& on_progress);

/// Runs one recorded schedule in a fresh process. Errors: as failures of explore().
Expected<Replay> replay(const Worker& worker, const Limits& limits,
                        const std::vector<Step>& schedule);

}  // namespace gocheck::frontend
