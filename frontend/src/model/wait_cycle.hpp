#pragma once

#include <string>
#include <vector>

#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// `from` waits for `object`, which `to` holds, or which `to` was seen to serve elsewhere.
struct WaitEdge {
  std::string from, object, to;
};

/// Who holds the RWMutex `object` for reading at the end of the schedule, and since which step.
struct Reader {
  std::string g;
  unsigned since = 0;
};
std::vector<Reader> readers_of(const Counterexample& counterexample, const std::string& object);

/// Goroutines that wait for each other in a circle; empty when there is none.
std::vector<WaitEdge> wait_cycle(const Counterexample& counterexample);

}  // namespace gocheck::frontend
