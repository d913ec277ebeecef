#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/execution.hpp"

namespace gocheck::frontend {

inline constexpr unsigned kProtocolVersion = 1;

/// What --strategy takes; a program's checker may know fewer and says so.
inline constexpr std::array kStrategies = {"auto",   "optimal", "dfs",
                                           "random", "pct",     "preemptions"};

inline constexpr std::uint64_t kJobsMax = 256;

/// How executions are kept apart. auto: by a reset, and if that does not do, by processes.
inline constexpr std::array kIsolations = {"auto", "reset", "fork", "none"};

/// What bounds and steers an exploration; 0 means no limit.
struct Limits {
  std::string strategy = "auto";
  std::optional<std::uint64_t> preemptions;  // Bound of the strategy of that name.
  std::optional<std::uint64_t> depth;        // Of the bugs that pct is to find.
  std::uint64_t seed = 1;
  std::uint64_t jobs = 1;  // Processes.
  std::string isolation = "auto";
  std::uint64_t max_executions = 0;
  std::uint64_t max_steps = 100'000;
  std::uint64_t max_findings = 1;
  std::uint64_t time_budget_ms = 600'000;
  std::uint64_t max_goroutines = 1'000;
  // How long a goroutine may go without a visible operation: processor time when it runs, real time
  // when it waits for the system.
  std::uint64_t execution_timeout_ms = 10'000;
  std::string checkpoint, owner, resume;   // Absolute paths, and the first line of such a file.
  std::uint64_t search_memory_bytes = 2ULL << 30U;  // For what is still to be explored.
  std::uint64_t memory_bytes = 4ULL << 30U;  // What one execution may allocate.
};

/// What another worker has left when it died, in the file of its request.
struct SavepointPlace {
  std::uint64_t begin = 0, bytes = 0;  // 0 bytes: nothing.
};

std::string print_explore_request(const Limits& limits, const SavepointPlace& savepoint);
std::string print_replay_request(const Limits& limits, const std::vector<Step>& schedule);

}  // namespace gocheck::frontend
