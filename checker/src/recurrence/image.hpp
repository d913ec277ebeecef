#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "isolation/snapshot.hpp"
#include "isolation/thread_locals.hpp"
#include "machine/semantics.hpp"
#include "machine/registry.hpp"

namespace gocheck::checker {

/// The state of a program at one point of an execution, to be compared with a later one: where its goroutines stand,
/// all memory that they could have written, and how much time is left to its timers. How late it is, what new objects
/// would be called, and memory that nobody uses belong to it no more than to the program's own state.
///
/// Requires at both points: everybody has run as far as it can.
class Image {
 public:
  Image(const Configuration& configuration, const Registry& registry, const std::vector<std::uint32_t>& slots,
        ThreadLocals& thread_locals)
      : configuration_(configuration), registry_(registry), slots_(slots), thread_locals_(thread_locals) {}

  /// Of now. False: it has too much memory (heap::kComparedMax), or some that is not looked at (snapshot::has_more()).
  [[nodiscard]] bool take();
  /// Whether it is the same state now. Requires: take() was true for it, in this execution.
  [[nodiscard]] bool is_like_now() const;
  /// Whether at least the same goroutines stand where they did.
  [[nodiscard]] bool all_stand_there() const;

 private:
  struct Stander {
    GoroutineId id;
    const std::byte* stack;
    detail::OpKind kind;
    Phase phase;
    std::uint32_t read_locks;
    bool is_gone;
    bool has_outlived;
    StepKind outlived;

    friend bool operator==(const Stander&, const Stander&) = default;
  };
  struct Heap {
    std::uint32_t slot;
    const std::byte* top;
    std::vector<const std::byte*> free_blocks;

    friend bool operator==(const Heap&, const Heap&) = default;
  };
  struct Armed {
    const TimerCore* timer;
    std::int64_t left_ns;

    friend bool operator==(const Armed&, const Armed&) = default;
  };
  struct Parked {
    const Object* cond;
    GoroutineId goroutine;

    friend bool operator==(const Parked&, const Parked&) = default;
  };
  struct Bytes {
    snapshot::Piece piece;
    std::vector<std::byte> copy;
  };

  [[nodiscard]] Stander stander(GoroutineId id) const;
  [[nodiscard]] Heap heap_of(std::uint32_t slot) const;
  [[nodiscard]] std::vector<Armed> armed() const;
  [[nodiscard]] std::vector<Parked> parked() const;
  [[nodiscard]] bool is_same(const snapshot::Piece& piece, const std::byte* was) const;
  [[nodiscard]] bool is_sent_time(const std::byte* byte) const;
  [[nodiscard]] bool is_free(const std::byte* byte) const;

  const Configuration& configuration_;
  const Registry& registry_;
  const std::vector<std::uint32_t>& slots_;
  ThreadLocals& thread_locals_;
  std::vector<Stander> standers_;
  std::vector<Heap> heaps_;
  std::vector<Armed> armed_;
  std::vector<Parked> parked_;
  std::vector<Bytes> memory_;
  std::size_t written_ = 0;
  std::uint64_t hidden_changes_ = 0;
};

}  // namespace gocheck::checker
