#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/execution.hpp"

namespace gocheck::frontend {

inline constexpr const char* kVersion = "0.1.0";

struct Source {
  std::string path;  // Relative to the source root.
  std::string sha256;
};

/// Which program was run, and with what.
struct ProgramRecord {
  std::string name;
  std::string path;  // Of the target, relative to where gocheck ran.
  std::vector<std::string> args;
  std::string stdin_path;
  std::string build_id;
  std::vector<Source> sources;
};

struct FindingRecord {
  std::string rule, kind, fingerprint, message;
  std::string g;  // Who made it; empty for a deadlock or leak.
  unsigned step = 0;
  std::uint64_t execution = 0;
  unsigned preemptions = 0;
  bool is_minimal = false;    // No execution with fewer preemptions shows it.
  unsigned turning = 0;       // 1-based step that leaves the nearest passing execution; 0: unknown.
  std::uint64_t passing = 0;  // That execution.
};

struct ScheduleOptions {
  std::uint64_t seed = 1;
  std::string timers = "any";
  std::uint64_t max_steps = 100'000;
  std::uint64_t max_goroutines = 1'000;
};

/// A finding, the schedule that shows it and all that explains it. Every renderer draws on this
/// and computes no facts of its own.
struct Counterexample {
  std::string gocheck = kVersion;
  ProgramRecord program;
  FindingRecord finding;
  ScheduleOptions options;
  std::vector<Goroutine> goroutines;
  std::vector<Object> objects;
  std::vector<Step> schedule;
  std::vector<Blocked> blocked;
  std::vector<PanicInfo> panics;
  std::optional<Race> race;
  std::vector<User> users;
  std::vector<PassedOperation> passed;  // In the execution finding.passing, in order.
  std::string output;  // The last part of what the program wrote in this execution.
};

/// Whether the finding's last step did it, not something that the program did after it.
bool is_made_by_step(const Counterexample& counterexample);

/// The step that the finding is about; null when there is none.
const Step* failing_step(const Counterexample& counterexample);

/// Hash of the rule, user-level places and object names: the same for one bug found twice.
std::string fingerprint(const Counterexample& counterexample);

}  // namespace gocheck::frontend
