#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gocheck::checker {

/// A heap of one owner: bump allocation with a free list per size class.
///
/// Addresses depend on the owner's own sequence of calls and on nothing else, so equal executions
/// see equal addresses in every interleaving. reset() forgets everything at once.
/// Thread-safety: none; under check a single thread runs.
class Arena {
 public:
  void attach(std::byte* begin, std::size_t size) noexcept;
  /// Null when the arena is full.
  void* allocate(std::size_t size, std::size_t align) noexcept;
  void free(void* block) noexcept;
  void reset() noexcept;
  [[nodiscard]] std::byte* begin() const noexcept { return begin_; }
  [[nodiscard]] std::byte* top() const noexcept { return top_; }

  /// Makes `blocks` all free ones, in the order in which they would be used again.
  void free_blocks(std::vector<const std::byte*>& blocks) const;

  /// The size that the block was allocated with, rounded up.
  static std::size_t size_of(const void* block) noexcept;

 private:
  static constexpr int kClasses = 37;   // By the power of two: 16, 32, 64, ... 2^40 bytes.
  struct FreeBlock {
    FreeBlock* next;
  };

  void* reuse(std::size_t size) noexcept;

  std::byte* begin_ = nullptr;
  std::byte* top_ = nullptr;
  std::byte* end_ = nullptr;
  FreeBlock* free_[kClasses] = {};
};

}  // namespace gocheck::checker
