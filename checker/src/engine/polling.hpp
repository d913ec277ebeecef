#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/registry.hpp"
#include "engine/semantics.hpp"
#include "isolation/snapshot.hpp"

namespace gocheck::checker {

/// Finds goroutines that poll in vain: that go round in a loop in which they only look at what others may change.
///
/// A goroutine *spins* when a row of polls has brought it back to where it was, and nothing that it did on
/// the way is left: its registers and frames, and every byte of memory that it wrote, are what they were.
/// Whatever it can still do it could also have done the first time, had it waited there. So an exhaustive
/// search leaves it where it is, and every state is reached all the same (docs/algorithms.md, "Polling
/// loops").
///
/// Only what the goroutine itself has done is compared, not what others did meanwhile, so whether it spins does not
/// depend on the order of independent steps. The counts of references to channels and timers are left out: a
/// goroutine that is where it was holds what it held. A loop that this does not recognise goes on
/// to the limit of steps.
/// Complexity: a poll costs a copy of the memory that the program uses; other steps cost nothing.
class Polling {
 public:
  /// `slots`: the heaps in use, as Registry::slot() numbers them.
  Polling(const Configuration& configuration, const Registry& registry,
          const std::vector<std::uint32_t>& slots)
      : configuration_(configuration), registry_(registry), slots_(slots) {}

  void begin_execution();
  /// Before `transition` is committed.
  void stepping(const Transition& transition);
  /// The goroutine has come to its pending operation. Returns whether it spins.
  [[nodiscard]] bool arrived(const Goroutine& g);
  /// It did something that is no step.
  void acted(GoroutineId id);
  /// Whether a poll of the loop in which `g` spins would come out differently now.
  /// Requires: arrived() was true for it last.
  [[nodiscard]] bool would_go_on(const Goroutine& g) const;
  /// No longer to be looked at.
  void destroyed(const Object& object);

 private:
  using Bytes = std::vector<std::byte>;
  using Pieces = std::vector<snapshot::Piece>;

  struct Case {
    const detail::ChanCore* chan;
    bool is_send;
  };

  /// A byte that was written in the local code behind a poll.
  struct Change {
    const std::byte* at;
    std::byte was;
    std::byte is;
  };

  /// One poll of a row: where the goroutine was, what it looked at, and what it did then.
  struct Poll {
    const std::byte* stack = nullptr;
    Bytes frames;                        // From `stack` up.
    std::vector<Change> changes;
    detail::OpKind kind{};
    const Object* object = nullptr;
    std::vector<Case> cases;             // kSelect
    detail::ChanState chan{};            // kLen, kObserve: as it was.
    const std::byte* value = nullptr;    // Atomics.
    Bytes value_was;
    bool has_outlived = false;           // What it looked at was destroyed.
  };

  struct Row {
    std::vector<Poll> polls;             // The first `count` are of this row.
    std::size_t count = 0;
    std::size_t loop = 0;                // The first poll of the loop in which the goroutine spins.
  };

  Row& row(GoroutineId id);
  [[nodiscard]] bool note_memory(const Goroutine& g);
  [[nodiscard]] bool note_changes(const Goroutine& g, Poll& poll);
  [[nodiscard]] static bool note_changes_in(const snapshot::Piece& piece, const std::byte* was,
                                            std::size_t n, Poll& poll);
  static void look(const Operation& op, Poll& poll);
  [[nodiscard]] bool is_back(const Goroutine& g, const Row& row, std::size_t loop);
  [[nodiscard]] bool would_differ(const Poll& poll, GoroutineId self) const;
  [[nodiscard]] bool has_partner(const Case& of, GoroutineId self) const;

  const Configuration& configuration_;
  const Registry& registry_;
  const std::vector<std::uint32_t>& slots_;
  std::vector<Row> rows_;                // By GoroutineId.
  GoroutineId under_way_ = 0;            // Whose poll it is that the following are of.
  Pieces memory_;                        // The first is its stack.
  Bytes memory_was_;
  std::size_t written_was_ = 0;
  std::uint64_t kernel_calls_were_ = 0;
  const std::byte* heap_top_was_ = nullptr;
  std::vector<Change> sum_;              // Scratch.
};

}  // namespace gocheck::checker
