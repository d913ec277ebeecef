#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace gocheck::checker {

/// Why an execution is made.
enum class Purpose : std::uint8_t {
  kSearch,    // A part of a systematic search, unlike all before.
  kRepeated,  // On the way to new ones: one like it has been made.
  kSample,    // Drawn at random.
  kProbe,     // To learn about the search; no part of it.
};

/// What a search by PCT has measured and what its probability rests on.
struct PctStanding {
  std::uint64_t depth = 0;
  std::uint64_t goroutines = 0;  // The most in one execution, timers included.
  std::uint64_t steps = 0;       // The most in one execution; a rendezvous is one of each partner.
  std::uint64_t executions = 0;  // Drawn since `steps` last grew; 0: the bound does not hold.
  bool has_draws = false;  // Something else than priorities was drawn: select cases, choose().
};

/// How far a search by preemption bounding has come.
struct PreemptionStanding {
  std::vector<std::uint64_t> executions;  // By their number of preemptions.
  bool has_left_out = false;              // The last pass is over and the bound was in the way.
  std::uint64_t passes = 0;  // That are over: complete for 0 to passes - 1 preemptions.
};

/// Of the number of executions that the whole search makes.
struct SizeEstimate {
  double executions = 0;
  double deviation = 0;  // Standard deviation of that number.
};

/// What a strategy can say about its search beyond the executions that were made.
struct Standing {
  std::optional<PctStanding> pct;
  std::optional<PreemptionStanding> preemptions;
  std::optional<SizeEstimate> size;
  bool has_given_up = false;  // What is left of the search is sampled.
};

}  // namespace gocheck::checker
