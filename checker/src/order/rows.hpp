#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace gocheck::checker {

/// A table of counts, a column for each goroutine: vector clocks and the like. Rows are reused without being freed.
class Rows {
 public:
  using Row = std::uint32_t*;
  using ConstRow = const std::uint32_t*;

  /// Columns that there are; a multiple of kLanes.
  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  void clear() { count_ = 0; }
  /// One more row at the end, with whatever is there. Rows that were got before may move.
  Row add_unset() {
    const std::size_t at = count_++ * width_;
    if (at + width_ > cells_.size()) cells_.resize(2 * (at + width_));
    return cells_.data() + at;
  }
  [[nodiscard]] Row operator[](std::size_t row) { return cells_.data() + row * width_; }
  [[nodiscard]] ConstRow operator[](std::size_t row) const { return cells_.data() + row * width_; }

  /// Twice as many columns.
  void widen() {
    std::vector<std::uint32_t> wider(count_ * width_ * 2, 0);
    for (std::size_t row = 0; row < count_; ++row) {
      std::memcpy(&wider[row * width_ * 2], (*this)[row], width_ * sizeof(std::uint32_t));
    }
    cells_.swap(wider);
    width_ *= 2;
  }

  /// into[g] = max(into[g], from[g]), and the minimum: for all columns.
  void join(Row into, ConstRow from) const {
    each(into, from, [](Lanes& to, const Lanes& more) { to = to < more ? more : to; });
  }
  void meet(Row into, ConstRow from) const {
    each(into, from, [](Lanes& to, const Lanes& less) { to = to < less ? to : less; });
  }
  void clear(Row row) const { std::memset(row, 0, width_ * sizeof *row); }
  void copy(Row into, ConstRow from) const { std::memcpy(into, from, width_ * sizeof *into); }

 private:
  static constexpr std::size_t kLanes = 4;   // What every x86-64 processor has.
  using Lanes [[gnu::vector_size(16), gnu::aligned(4), gnu::may_alias]] = std::int32_t;   // Counts are small.

  template <typename Function>
  void each(Row into, ConstRow from, const Function& function) const {
    for (std::size_t g = 0; g < width_; g += kLanes) {
      function(*reinterpret_cast<Lanes*>(into + g), *reinterpret_cast<const Lanes*>(from + g));
    }
  }

  std::vector<std::uint32_t> cells_;
  std::size_t width_ = 8;
  std::size_t count_ = 0;
};

}  // namespace gocheck::checker
