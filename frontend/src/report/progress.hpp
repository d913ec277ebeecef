#pragma once

#include <chrono>
#include <string>

#include "protocol/reports.hpp"

namespace gocheck::frontend {

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
