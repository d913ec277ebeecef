#pragma once

#include <chrono>
#include <string>

#include "protocol/reports.hpp"

namespace gocheck::frontend {

/// "cache  12,403 executions  4,812/s  43% of ~28,900 (+-9%)  depth 61/88  0 findings  ETA 3 s".
/// Without an estimate that is good for something, its part says so or is left out.
std::string progress_text(const std::string& name, const Progress& progress, double seconds);

/// Shows on standard error how far a search is: one changing line on a terminal, elsewhere a line
/// after 1, 2, 4 ... 60 seconds and then each minute. Nothing in the first second.
class ProgressLine {
 public:
  ProgressLine(std::string name, bool enabled);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { clear(); }
  void show(const Progress& progress);
  void clear();

 private:
  std::string name_;
  bool enabled_, terminal_;
  bool drawn_ = false;
  double next_ = 1;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace gocheck::frontend
