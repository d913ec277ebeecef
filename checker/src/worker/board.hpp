#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/world.hpp"
#include "worker/tally.hpp"

namespace gocheck::checker {

/// Why a search ends.
enum class Stop : std::uint8_t {
  kNot, kComplete, kFindings, kMaxExecutions, kSignal, kTimeBudget,
  kPart,     // It goes on in several processes (worker/team.hpp).
  // It begins anew, and not optimally:
  kAnew,            // a step that the trace promises is not there; the program's local code depends on an order
                    // that its operations do not show (memory shared without, an object destroyed by the last), or
                    // does something else in another process;
  kAnewForMemory,   // what is still to be explored takes too much memory.
  kAnewForClock,   // It begins anew as it was: the program reads the clock, and rounds with timers were left out.
  kFailed,   // An error has been reported.
};

/// What the workers of a search know of each other. In shared memory.
struct Board {
  static constexpr int kWorkersMax = 256;

  /// Of one worker, written by it alone: no two share a line of the cache.
  struct alignas(128) Place {
    Tally tally;
    std::atomic<std::uint64_t> beats{0};   // Grows as long as it gets on.
    std::atomic<std::uint64_t> stopped{0};   // As `stops` was: it waits, and has put back what it alone knew.
  };

  std::atomic<Stop> stop{Stop::kNot};      // For all of them.
  std::atomic<std::uint64_t> stops{0};     // How often they were asked to stop for a moment,
  std::atomic<std::uint64_t> let_go{0};    // and of these, how often to go on.
  volatile bool signalled = false;         // From outside: to end after the current executions.
  std::atomic<std::int64_t> numbers{0};    // Executions and probes so far, in the order of their ends.
  Tally earlier;                           // Before the search was resumed.
  std::array<Place, kWorkersMax + 1> places;
  std::atomic<std::int64_t> findings_count{0};
  int workers = 0;                         // Beside the first, of any team so far.
  Stop why_anew = Stop::kNot;              // Why depth-first search has taken the place of the optimal one.
  std::atomic<bool> reads_clock{false};    // Some execution of the program did.
  std::atomic<bool> ignores_time{false};   // Some execution of the search, since it last began.
  bool is_second = false;                  // It has begun anew because of both.
  std::atomic<Stop> left{Stop::kNot};      // Why the last process of one execution ended the search.
  static constexpr std::size_t kCut = static_cast<std::size_t>(-1) / 2;   // Longer than any: it was cut.
  std::atomic<std::size_t> loop_depth{128};   // Of the execution that loop_at is of.
  Ending first_ending = Ending::kMaximal;  // Of the first execution, in a process of its own.
  std::atomic<bool> has_timers{false};     // One of those has met a timer since.
  std::atomic<bool> answer{false};         // Of the process that was to find out.

  // In a shared::Scope.
  std::set<std::string> findings;          // That have been reported, by FindingReporter::key().
  std::vector<std::string> reports_made;   // The lines of their reports.
  std::string failure;                     // The lines of an error, when `stop` is kFailed.
  // Where a long execution was cut (loop_times is 0), or seemed to go round.
  std::string loop_goroutine, loop_at;
  std::uint64_t loop_times = 0;
  std::string hidden_goroutine, hidden_at; // Whose step was not there, when the search began anew for that.
  std::vector<Step> first_steps;           // Of that execution.
  std::vector<Recurrence::Question> questions;   // Asked by processes of one execution since the first last looked.

  /// To go on after a checkpoint, or a savepoint.
  void resume() {
    earlier = total();
    for (Place& place : places) place.tally = {};
    workers = 0;
    stop = Stop::kNot;
    let_go = stops.load();
    signalled = false;
  }

  [[nodiscard]] Tally total() const {
    Tally sum = earlier;
    for (int i = 0; i <= workers; ++i) sum += places[static_cast<std::size_t>(i)].tally;
    return sum;
  }
};

}  // namespace gocheck::checker
