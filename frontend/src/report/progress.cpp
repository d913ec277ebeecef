#include "report/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gocheck::frontend {

namespace {

constexpr double kDeviationMax = 0.5;  // Of the estimate; worse ones help nobody.

/// The searched share, from the estimate when the worker does not tell.
double share_of(const Progress& progress) {
  if (progress.explored_per_mille > 0)
    return static_cast<double>(progress.explored_per_mille) / 1000;
  return progress.estimate == 0 ? 0
                                : std::min(1.0, static_cast<double>(progress.executions) /
                                                    static_cast<double>(progress.estimate));
}

bool is_useful(const Progress& progress) {
  return progress.estimate > 0 && static_cast<double>(progress.estimate_sd) <
                                      kDeviationMax * static_cast<double>(progress.estimate);
}

std::string time_left(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 7200) return fmt::format("{:.0f} min", std::ceil(seconds / 60));
  return fmt::format("{:.0f} h", std::ceil(seconds / 3600));
}

}  // namespace

std::string progress_text(const std::string& name, const Progress& progress, double seconds) {
  const auto fresh = static_cast<double>(progress.executions - progress.earlier);
  std::string text = fmt::format("{}  {}  {}/s", name, count_of(progress.executions, "execution"),
                                 thousands(static_cast<std::uint64_t>(fresh / seconds)));
  const double share = share_of(progress);
  if (is_useful(progress))
    text += fmt::format(
        "  {:.0f}% of ~{} (+-{:.0f}%)", share * 100, thousands(progress.estimate),
        100 * static_cast<double>(progress.estimate_sd) / static_cast<double>(progress.estimate));
  else if (progress.estimate > 0)
    text += "  ~?";
  text += fmt::format("  depth {}/{}  {}", progress.depth, progress.max_depth,
                      count_of(progress.findings, "finding"));
  if (is_useful(progress) && share > 0 && fresh > 0)
    return text + "  ETA " +
           time_left(seconds * (1 - share) / share * static_cast<double>(progress.executions) / fresh);
  return text + fmt::format("  {:.0f} s", seconds);
}

ProgressLine::ProgressLine(std::string name, bool enabled)
    : name_(std::move(name)), enabled_(enabled), terminal_(::isatty(STDERR_FILENO) != 0) {}

void ProgressLine::show(const Progress& progress) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (!enabled_ || seconds < (terminal_ ? 1 : next_)) return;
  while (next_ <= seconds) next_ = std::min(next_ * 2, next_ + 60);
  const std::string line = progress_text(name_, progress, seconds);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, terminal_ ? "" : "\n");
  std::fflush(stderr);
  drawn_ = terminal_;
}

void ProgressLine::clear() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace gocheck::frontend
