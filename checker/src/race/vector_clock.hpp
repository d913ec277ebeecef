#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gocheck::checker::race {

/// Number of a goroutine in the order of starting in this execution, from 0.
using Tid = std::uint16_t;
/// A goroutine's own count of what others can be ordered after; starts at 1.
using Time = std::uint32_t;

/// How far into each goroutine's past somebody is ordered [Mat89]. Absent means 0: nothing.
class VectorClock {
 public:
  [[nodiscard]] Time at(Tid tid) const { return tid < times_.size() ? times_[tid] : 0; }

  void set(Tid tid, Time time) {
    if (tid >= times_.size()) times_.resize(std::size_t{tid} + 1, 0);
    times_[tid] = time;
  }
  void join(const VectorClock& other) {
    if (times_.size() < other.times_.size()) times_.resize(other.times_.size(), 0);
    for (std::size_t i = 0; i < other.times_.size(); ++i) {
      times_[i] = std::max(times_[i], other.times_[i]);
    }
  }
  /// Keeps its memory: clocks are used again in the next execution.
  void clear() { times_.clear(); }

 private:
  std::vector<Time> times_;
};

}  // namespace gocheck::checker::race
