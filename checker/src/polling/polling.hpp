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
/// to the limit of steps; one that waits for a timer, to a cutoff (recurrence/recurrence.hpp).
///
/// To lock and to unlock a Mutex belong to such rounds too, but are looked at only where the goroutine seems to go round
/// in a loop (Landmark).
/// Complexity: a poll, or a lock that is looked at, costs a copy of the memory that the program uses; other
/// steps cost next to nothing.
class Polling {
 public:
  /// `slots`: the heaps in use, as Registry::slot() numbers them.
  Polling(const Configuration& configuration, const Registry& registry,
          const std::vector<std::uint32_t>& slots)
      : configuration_(configuration), registry_(registry), slots_(slots) {}

  static constexpr std::size_t kPollsMax = 32;   // In one round of a loop.

  void begin_execution();
  /// `parent` has started `child`.
  void started(GoroutineId child, GoroutineId parent);
  /// Before `transition` is committed.
  void stepping(const Transition& transition) {
    if (active_ > 0 || concerns(transition)) return step(transition);
    ++deeds_;
  }
  /// The goroutine has come to its pending operation. Returns whether it spins.
  [[nodiscard]] bool arrived(const Goroutine& g) {
    const OpKind kind = g.pending->kind;
    const bool lets_go = is_among(kUnlocks, kind);
    if (is_among(kPolls, kind) || (lets_go && under_way_ == g.id)) return came(g);
    if (!lets_go) acted(g.id);   // Whatever its last poll has left.
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
  /// No longer to be looked at.
  void destroyed(const Object& object);

 private:
  using Pieces = std::vector<snapshot::Piece>;

  struct Row {
    bool is_idle = true;                 // As acted() leaves it.
    std::size_t count = 0;
    std::vector<Poll> polls;             // The first `count` are of this row.
    std::size_t loop = 0;                // The first poll of the loop in which the goroutine spins.
    bool spins = false;
    std::uint64_t deeds = 0;             // When it began to.
    bool has_all = false;                // Locks belong to the row as well.
    bool has_been_back = false;          // An earlier part of the row was for nothing.
    Landmark landmark;
    std::uint32_t returns = 0;           // To the landmark.
    Influence influence;
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
  /// Whether a step, while nothing is watched, is a poll or ends what may become a row.
  [[nodiscard]] bool concerns(const Transition& t) const {
    const auto has_row = [&](GoroutineId id) { return id < rows_.size() && !rows_[id].is_idle; };
    if (is_among(kLockSteps, t.kind)) return with_all_ > 0;
    return is_among(kPollSteps | kOtherSteps, t.kind) && (has_row(t.goroutine) || has_row(t.peer));
  }

  void step(const Transition& t);
  void step_through(const Goroutine& g, const Transition& t);
  [[nodiscard]] bool came(const Goroutine& g);
  void forget(GoroutineId id);
  void make_room(GoroutineId id);
  Row& row(GoroutineId id);
  void drop(Row& row);
  void clear(Row& row);
  void let_have_all(Row& row, bool has_all);
  void follow(const Transition& t);
  [[nodiscard]] Position position_of(const Goroutine& g);
  [[nodiscard]] std::optional<std::size_t> loop_of(const Goroutine& g, const Row& row);
  void come_to_lock(const Goroutine& g, Row& row);
  void add(const Goroutine& g, Row& row, const Transition& t);
  static void note_hold(const Transition& t, Poll& poll);
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
  Comparison comparison_;
  std::size_t active_ = 0;               // Rows that are not empty.
  std::size_t with_all_ = 0;             // Rows that have all, or would.
  bool lets_others_in_ = false;
  std::uint64_t deeds_ = 0;              // Grows with all that is done, but for polls as long as they may be in vain.
  GoroutineId under_way_ = 0;            // Whose poll it is that the following are of.
  Pieces memory_;                        // The first is its stack.
  std::vector<std::byte> memory_was_;
  std::size_t written_was_ = 0;
  std::uint64_t hidden_changes_were_ = 0;
  const std::byte* heap_top_was_ = nullptr;
  std::vector<const std::byte*> free_blocks_;   // Now, of who has come to a poll.
  std::vector<Access> accesses_;         // Scratch.
};

}  // namespace gocheck::checker
