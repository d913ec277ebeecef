#include "worker/search_report.hpp"

#include <algorithm>
#include <cmath>

#include "isolation/snapshot.hpp"

namespace gocheck::checker {
namespace {

const char* word_of(Stop stop) {
  switch (stop) {
    case Stop::kFindings: return "findings";
    case Stop::kMaxExecutions: return "max-executions";
    case Stop::kSignal: return "signal";
    case Stop::kTimeBudget: return "time-budget";
    case Stop::kComplete: return "complete";
    default: return "internal";   // Never by an oversight "complete".
  }
}

/// How large the systematic search is, and how much of it is behind.
void add_size(Message& message, const Tally& tally, const Standing& standing) {
  if (!standing.size) return;
  static constexpr double kShownMax = 1e18;   // Beyond, it is all the same.
  const auto shown = [](double value) {
    return static_cast<std::uint64_t>(std::min(std::round(value), kShownMax));
  };
  const double share =
      static_cast<double>(tally.executions - tally.sampled) / standing.size->executions;
  message.add("estimate", shown(standing.size->executions))
      .add("estimate-sd", shown(standing.size->deviation))
      .add("explored", shown(std::min(999.0, std::floor(1000 * share))));
}

/// What the strategy knows about its search.
void add_standing(Message& done, const Standing& standing) {
  if (standing.pct) {
    done.add("pct-depth", standing.pct->depth)
        .add("pct-executions", standing.pct->executions)
        .add("pct-steps", standing.pct->steps)
        .add("pct-draws", standing.pct->has_draws ? 1 : 0)
        .add("goroutines", standing.pct->goroutines);
  }
  if (standing.preemptions) {
    std::string counts;
    for (const std::uint64_t count : standing.preemptions->executions) {
      counts += (counts.empty() ? "" : ",") + std::to_string(count);
    }
    done.add("by-preemptions", counts).add("preemption-passes", standing.preemptions->passes);
  }
}

std::string bounds_of(const Tally& tally, const Standing& standing) {
  std::string bounds;
  const auto bounded_by = [&](bool is_so, const char* limit) {
    if (is_so) bounds += (bounds.empty() ? "" : ",") + std::string(limit);
  };
  bounded_by(tally.hit_steps, "max-steps");
  bounded_by(tally.hit_goroutines, "max-goroutines");
  bounded_by(standing.preemptions && standing.preemptions->has_left_out, "preemptions");
  return bounds;
}

}  // namespace

Message progress_message(const Board& board, const Standing& standing, std::uint64_t depth) {
  const Tally tally = board.total();
  Message progress("progress");
  progress.add("executions", tally.executions)
      .add("redundant", tally.redundant)
      .add("bounded", tally.bounded)
      .add("depth", depth)
      .add("max-depth", tally.max_depth)
      .add("findings", board.findings_count.load());
  if (board.earlier.executions > 0) progress.add("earlier", board.earlier.executions);
  if (!standing.has_given_up) add_size(progress, tally, standing);
  return progress;
}

Message done_message(const Board& board, const Standing& standing, Stop stop) {
  const Tally tally = board.total();
  Message done("done");
  done.add("executions", tally.executions)
      .add("complete", tally.complete)
      .add("blocked", tally.blocked)
      .add("redundant", tally.redundant)
      .add("bounded", tally.bounded)
      .add("classes", tally.complete + tally.blocked + tally.polling)
      .add("findings", board.findings_count.load())
      .add("max-depth", tally.max_depth)
      .add("cpu-ns", tally.cpu_ns)
      .add("hot-pages", snapshot::hot_pages())
      .add("steps", tally.steps)
      .add("reset-ns", tally.reset_ns)
      .add("stopped", word_of(stop))
      .add("fallback", board.why_anew == Stop::kNot ? "" : "dfs")
      .add("fallback-why", board.why_anew == Stop::kAnewForMemory ? "memory" : "")
      .add("hidden-g", board.why_anew == Stop::kAnew ? board.hidden_goroutine : "")
      .add("hidden-at", board.why_anew == Stop::kAnew ? board.hidden_at : "")
      .add("bounds", bounds_of(tally, standing))
      .add("loop-g", board.loop_goroutine)
      .add("loop-at", board.loop_at)
      .add("loop-times", board.loop_times);
  if (tally.polling > 0) done.add("polling", tally.polling);
  if (tally.sampled > 0) done.add("sampled", tally.sampled);
  if (tally.probes > 0) done.add("probes", tally.probes);
  if (board.workers > 1) done.add("workers", board.workers);
  if (stop != Stop::kComplete) add_size(done, tally, standing);
  if (standing.has_given_up) done.add("searched", tally.executions - tally.sampled);
  add_standing(done, standing);
  return done;
}

}  // namespace gocheck::checker
