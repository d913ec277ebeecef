#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "machine/hash.hpp"

namespace gocheck::checker {

/// Values by 64-bit keys, for one execution after another: emptied at once, and without allocations when it has grown.
/// Complexity: O(1). References hold until the next insertion.
template <typename T>
class FlatMap {
 public:
  void clear() noexcept {
    size_ = 0;
    if (++generation_ != 0) return;
    for (Entry& entry : entries_) entry.generation = 0;   // As if never used.
    generation_ = 1;
  }

  /// Null: there is none.
  [[nodiscard]] const T* find(std::uint64_t key) const noexcept {
    if (size_ == 0) return nullptr;
    const Entry& entry = entries_[place_of(key)];
    return entry.generation == generation_ ? &entry.value : nullptr;
  }

  /// A new one is T().
  T& operator[](std::uint64_t key) {
    if (2 * size_ >= entries_.size()) grow();
    Entry& entry = entries_[place_of(key)];
    if (entry.generation != generation_) {
      entry = {key, generation_, T()};
      ++size_;
    }
    return entry.value;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t generation = 0;
    T value{};
  };

  /// Where it is, or would be.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = mix(0, key) & mask;
    while (entries_[at].generation == generation_ && entries_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Entry> old(entries_.empty() ? 16 : 2 * entries_.size());
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.generation == generation_) entries_[place_of(entry.key)] = entry;
    }
  }

  std::vector<Entry> entries_;     // A power of two of them, at most half of them of this generation.
  std::size_t size_ = 0;
  std::uint32_t generation_ = 1;
};

}  // namespace gocheck::checker
