#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "isolation/snapshot.hpp"
#include "machine/configuration.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {

/// One poll of a goroutine: where it was, what it looked at, and what it did until it came to its next operation.
struct Poll {
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

  static constexpr std::size_t kChangesMax = 1024;

  const std::byte* stack = nullptr;
  std::vector<std::byte> frames;       // From `stack` up.
  std::vector<const std::byte*> free_blocks;   // Of the goroutine's heap.
  std::vector<Change> changes;
  detail::OpKind kind{};
  const Object* object = nullptr;
  std::vector<Case> cases;             // kSelect
  detail::ChanState chan{};            // kLen, kObserve: as it was.
  const std::byte* value = nullptr;    // Atomics.
  std::vector<std::byte> value_was;
  bool has_outlived = false;           // What it looked at was destroyed.
  std::int8_t reads = 0;               // Of an RWMutex: how many more read locks it holds then, ...
  std::int8_t writes = 0;              // ... and write locks, that are only announced too.
  std::size_t after = 0;               // The row's latest that comes before it by way of others (Influence).
};

/// Where a goroutine stands that has come to an operation, as far as a poll is compared with that.
struct Position {
  const std::byte* stack;
  StackBounds bounds;
  detail::OpKind kind;
  std::span<const std::byte* const> free_blocks;   // Of its heap.
  snapshot::Piece heap;
};

/// Adds to the poll's changes what differs in `piece`, which was `was`, from the n-th byte on; but for what follows
/// from the goroutine's operations and may differ all the same. False: they are more than kChangesMax.
[[nodiscard]] bool note_changes(const snapshot::Piece& piece, const std::byte* was, std::size_t n, Poll& poll);

/// Compares where a goroutine stands with where it was.
class Comparison {
 public:
  /// Whether nothing is left of what it did from polls[loop] on.
  [[nodiscard]] bool is_where_it_was(const Position& now, std::span<const Poll> polls, std::size_t loop);

 private:
  std::vector<Poll::Change> sum_;   // Scratch.
};

}  // namespace gocheck::checker
