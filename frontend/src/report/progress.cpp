#include "report/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gocheck::frontend {

ProgressLine::ProgressLine(std::string name, bool enabled)
    : name_(std::move(name)), enabled_(enabled), terminal_(::isatty(STDERR_FILENO) != 0) {}

void ProgressLine::show(const Progress& progress) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (!enabled_ || seconds < (terminal_ ? 1 : next_)) return;
  while (next_ <= seconds) next_ = std::min(next_ * 2, next_ + 60);
  const std::string line = fmt::format(
      "{}  {}  {}/s  depth {}/{}  {}  {:.0f} s", name_, count_of(progress.executions, "execution"),
      thousands(static_cast<std::uint64_t>(static_cast<double>(progress.executions) / seconds)),
      progress.depth, progress.max_depth, count_of(progress.findings, "finding"), seconds);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, terminal_ ? "" : "\n");
  std::fflush(stderr);
  drawn_ = terminal_;
}

void ProgressLine::clear() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace gocheck::frontend
