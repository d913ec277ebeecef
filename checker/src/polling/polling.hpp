#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "isolation/snapshot.hpp"
#include "machine/registry.hpp"
#include "machine/semantics.hpp"
#include "polling/company.hpp"
#include "polling/departures.hpp"
#include "polling/influence.hpp"
#include "polling/landmark.hpp"
#include "polling/poll.hpp"

namespace gocheck::checker {

/// A set of kinds, as bits.
template <typename Kind>
[[nodiscard]] constexpr std::uint64_t bits_of(std::initializer_list<Kind> kinds) {
  std::uint64_t all = 0;
  for (const Kind kind : kinds) all |= std::uint64_t{1} << static_cast<unsigned>(kind);
  return all;
}
template <typename Kind>
[[nodiscard]] constexpr bool is_among(std::uint64_t kinds, Kind kind) {
  return (kinds >> static_cast<unsigned>(kind) & 1) != 0;
}

/// Finds goroutines that poll in vain: that go round in a loop in which they only look at what others may change.
///
/// A goroutine *spins* when a row of polls has brought it back to where it was, nothing that it did on
/// the way is left, and nobody came in between: its registers and frames, and every byte of memory that it wrote, are
/// what they were, and no step of others depends on one of the round and comes before another. Whatever it can
/// still do it could also have done the first time, had it waited there. So an exhaustive
/// search leaves it where it is, and every state is reached all the same (docs/algorithms.md, "Polling
/// loops").
///
/// Only what the goroutine itself has done is compared, not what others did meanwhile, so whether it spins does not
/// depend on the order of independent steps. The counts of references to channels and timers are left out: a
/// goroutine that is where it was holds what it held. A loop that this does not recognise goes on
/// to the limit of steps.
///
/// To lock and to unlock a Mutex and to wait for a timer belong to such rounds too, but are looked at only where the
/// goroutine seems to go round in a loop (Landmark). Waiting moves the clock: its round is for nothing only if nobody else
/// has a timer that it brings closer, unless they have come round as well (Company), and if the program never reads the
/// clock (let_time_count()).
/// Complexity: a poll, or a lock or wait that is looked at, costs a copy of the memory that the program uses; other
/// steps cost next to nothing.
class Polling {
 public:
  /// `slots`: the heaps in use, as Registry::slot() numbers them.
  Polling(const Configuration& configuration, const Registry& registry,
          const std::vector<std::uint32_t>& slots)
      : configuration_(configuration), registry_(registry), slots_(slots) {}

  static constexpr std::size_t kPollsMax = 32;             // In one round of a loop, ...
  static constexpr std::size_t kPollsTogetherMax = 128;    // ... or in what several do in one of all (Company).

  void begin_execution();
  /// From the next execution on: rounds in which a goroutine waits for a timer are not for nothing.
  void let_time_count(bool counts) { time_counts_ = counts; }
  /// Whether a goroutine that has waited for a timer in its round was found to spin, in this execution.
  [[nodiscard]] bool has_ignored_time() const { return has_ignored_time_; }
  /// `parent` has started `child`.
  void started(GoroutineId child, GoroutineId parent);
  /// Before `transition` is committed.
  void stepping(const Transition& transition) {
    if (is_watching() || concerns(transition)) return step(transition);
    ++deeds_;
  }
  /// The goroutine has come to its pending operation. Returns whether it spins.
  [[nodiscard]] bool arrived(const Goroutine& g) {
    const OpKind kind = g.pending->kind;
    if (under_way_ == g.id || is_among(kPolls, kind) || is_wait_for_timer(*g.pending)) return came(g);
    if (!is_among(kUnlocks, kind)) acted(g.id);
    return false;
  }
  /// It did something that is no step.
  void acted(GoroutineId id) {
    ++deeds_;
    if (id < rows_.size() && !rows_[id].is_idle) forget(id);
  }
  /// Whether a poll of the loop in which `g` spins would come out differently now.
  /// Requires: arrived() was true for it last.
  [[nodiscard]] bool would_go_on(const Goroutine& g) const;
  /// The same for a round that may have looked at what a lock protects: whether something was done since, other than
  /// to poll in vain.
  [[nodiscard]] bool may_go_on(const Goroutine& g) const;
  /// Whether would_go_on() is true of any that spins.
  [[nodiscard]] bool some_would_go_on() const;
  /// Whether `id`, which spins, may look at what others change under a lock.
  [[nodiscard]] bool looks_behind_locks(GoroutineId id) const { return rows_[id].has_all; }
  /// For the rest of the execution, others may come in between.
  void let_others_in() { lets_others_in_ = true; }
  /// Whether it has done nothing but poll since some earlier poll.
  [[nodiscard]] bool is_in_round(GoroutineId id) const {
    return active_ > 0 && id < rows_.size() && rows_[id].count > 0;
  }
  /// Whether `t` is the firing of a timer that `id` waits for in its round.
  [[nodiscard]] bool is_waking(GoroutineId id, const Transition& t) const;
  /// No longer to be looked at.
  void destroyed(const Object& object);

 private:
  using Pieces = std::vector<snapshot::Piece>;

  /// A timer from which the goroutine will receive: one of its own, started in the row, or a ticker, from which it has
  /// received in the row.
  struct Alarm {
    const Object* timer;
    bool is_ticker;
    std::size_t begin;                   // Of the poll that will receive,
    std::size_t after = 0;               // and at least so late is its Poll::after.
  };

  struct Row {
    bool is_idle = true;                 // As acted() leaves it.
    std::size_t count = 0;
    std::vector<Poll> polls;             // The first `count` are of this row.
    std::size_t loop = 0;                // The first poll of the loop in which the goroutine spins.
    bool spins = false;
    std::uint64_t deeds = 0;             // When it began to.
    bool has_all = false;                // Locks and timers belong to the row as well.
    bool has_been_back = false;          // An earlier part of the row was for nothing.
    Landmark landmark;
    std::uint32_t returns = 0;           // To the landmark.
    std::vector<Alarm> alarms;
    std::uint32_t stops = 0;             // Of timers that would have fired, in this execution.
    Influence influence;
    std::uint32_t number = 0;            // Of this row.
    Company company;
    bool has_looked = false;             // By one of the cheap polls, and done nothing but poll since.
    bool is_accompanied = false;         // Others were pending when a timer has fired for it.
    std::optional<std::size_t> back_together;   // The company is where it was at this poll.
  };

  static constexpr std::uint64_t kLocks = bits_of({OpKind::kLock, OpKind::kReadLock, OpKind::kWriteLock});
  static constexpr std::uint64_t kTries =
      bits_of({OpKind::kTryLock, OpKind::kTryReadLock, OpKind::kTryWriteLock});
  static constexpr std::uint64_t kUnlocks =
      bits_of({OpKind::kUnlock, OpKind::kReadUnlock, OpKind::kWriteUnlock});
  /// Operations that may only look; whether they did is seen in the memory.
  static constexpr std::uint64_t kPolls =
      kLocks | kTries | bits_of({OpKind::kSelect, OpKind::kLen, OpKind::kObserve, OpKind::kLoad,
                                 OpKind::kReadModifyWrite, OpKind::kCompareExchange});
  /// Their steps, and ...
  static constexpr std::uint64_t kPollSteps =
      bits_of({StepKind::kDefault, StepKind::kTryLock, StepKind::kTryReadLock, StepKind::kTryWriteLock,
               StepKind::kLen, StepKind::kObserve, StepKind::kLoad, StepKind::kReadModifyWrite,
               StepKind::kCompareExchange});
  /// ... those that they take instead when they do more.
  static constexpr std::uint64_t kOtherSteps =
      bits_of({StepKind::kRendezvous, StepKind::kBufferedSend, StepKind::kBufferedRecv, StepKind::kZeroRecv,
               StepKind::kPanicSend, StepKind::kOutlived});
  static constexpr std::uint64_t kLockSteps =
      bits_of({StepKind::kLock, StepKind::kUnlock, StepKind::kReadLock, StepKind::kReadUnlock, StepKind::kAnnounce,
               StepKind::kAcquire, StepKind::kWriteUnlock});
  static constexpr std::uint64_t kCostlySteps = kLockSteps | bits_of({StepKind::kTimerStart});
  static constexpr std::uint64_t kStopSteps = bits_of({StepKind::kTimerStop, StepKind::kTimerReset});

  [[nodiscard]] bool is_watching() const { return active_ > 0 || !departures_.is_empty(); }
  /// Whether a step, while nothing is watched, is a poll or ends what may become a row.
  [[nodiscard]] bool concerns(const Transition& t) const {
    const auto has_row = [&](GoroutineId id) { return id < rows_.size() && !rows_[id].is_idle; };
    if (is_among(kCostlySteps, t.kind)) return with_all_ > 0;
    if (is_among(kStopSteps, t.kind)) return true;
    return is_among(kPollSteps | kOtherSteps, t.kind) && (has_row(t.goroutine) || has_row(t.peer));
  }

  /// Whether the operation starts a timer that fires once into a channel, or waits for what one sends.
  [[nodiscard]] bool is_wait_for_timer(const Operation& op) const {
    if (time_counts_ || !is_among(kWaits, op.kind)) return false;
    if (op.kind == OpKind::kTimerStart) return fires_once(op);
    return !rules::is_non_blocking(op) && can_receive_from(op, [](const detail::TimerCore&) { return true; });
  }
  static constexpr std::uint64_t kWaits = bits_of({OpKind::kRecv, OpKind::kSelect, OpKind::kTimerStart});
  /// From a timer of which `test` holds.
  template <typename Test>
  [[nodiscard]] static bool can_receive_from(const Operation& op, const Test& test) {
    for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
      const auto* chan = static_cast<const detail::ChanCore*>(rules::chan_at(op, i));
      if (!rules::sends_at(op, i) && chan != nullptr && chan->timer != nullptr && test(*chan->timer)) return true;
    }
    return false;
  }
  [[nodiscard]] static bool fires_once(const Operation& op);
  [[nodiscard]] static bool may_be_landmark(const Operation& op);
  [[nodiscard]] static const detail::TimerCore* timer_of(const Operation& op, const Transition& t);

  void step(const Transition& t);
  void step_through(const Goroutine& g, const detail::TimerCore* timer, const Transition& t);
  void hide_time(const detail::TimerCore& timer);
  [[nodiscard]] bool is_alone(const detail::TimerCore& timer, const Row& row) const;
  void note_stop(const Goroutine& g);
  [[nodiscard]] bool came(const Goroutine& g);
  void forget(GoroutineId id);
  void make_room(GoroutineId id);
  Row& row(GoroutineId id);
  void drop(Row& row);
  void clear(Row& row);
  void let_have_all(Row& row, bool has_all);
  bool follow(const Transition& t);
  bool ring(const Goroutine& g, Row& row, const detail::TimerCore& timer);
  void note_company(const Goroutine& g, Row& row, const detail::TimerCore& timer);
  [[nodiscard]] bool list_others(const Goroutine& g, const detail::TimerCore& timer);
  [[nodiscard]] bool waits_for(const Goroutine& g, const Object& timer) const;
  void leave(GoroutineId id);
  [[nodiscard]] Position position_of(const Goroutine& g);
  [[nodiscard]] bool is_where_it_was(const Company::Member& member);
  [[nodiscard]] std::optional<std::size_t> loop_of(const Goroutine& g, Row& row);
  void come_to_costly(const Goroutine& g, Row& row);
  void add(const Goroutine& g, Row& row, const Transition& t);
  static void note_hold(const Transition& t, Poll& poll);
  [[nodiscard]] static std::span<const Poll> polls_of(const Row& row) { return {row.polls.data(), row.count}; }
  [[nodiscard]] bool note_memory(const Goroutine& g);
  [[nodiscard]] bool note_changes(const Goroutine& g, Poll& poll);
  static void look(const Operation& op, Poll& poll);
  [[nodiscard]] bool is_back(const Position& now, const Row& row, std::size_t loop);
  [[nodiscard]] bool would_differ(const Poll& poll, GoroutineId self) const;
  [[nodiscard]] bool has_partner(const Poll::Case& of, GoroutineId self) const;

  const Configuration& configuration_;
  const Registry& registry_;
  const std::vector<std::uint32_t>& slots_;
  std::vector<Row> rows_;                // By GoroutineId.
  Departures departures_;
  Comparison comparison_;
  std::size_t active_ = 0;               // Rows that are not empty.
  std::size_t with_all_ = 0;             // Rows that have all, or would.
  std::uint32_t stops_ = 0;              // Row::stops of all.
  bool time_counts_ = false;
  bool has_ignored_time_ = false;
  bool lets_others_in_ = false;
  std::uint64_t deeds_ = 0;              // Grows with all that is done, but for polls as long as they may be in vain.
  GoroutineId under_way_ = 0;            // Whose poll it is that the following are of.
  Pieces memory_;                        // The first is its stack.
  std::vector<std::byte> memory_was_;
  std::size_t written_was_ = 0;
  std::uint64_t kernel_calls_were_ = 0;
  const std::byte* heap_top_was_ = nullptr;
  std::vector<const std::byte*> free_blocks_;   // Now, of who has come to a poll.
  std::vector<Access> accesses_;         // Scratch.
  std::vector<Company::Member> others_;  // Scratch.
};

}  // namespace gocheck::checker
