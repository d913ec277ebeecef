#pragma once

#include <cstdint>
#include <vector>

namespace gocheck::checker {

/// The size of a search tree from independent, unbiased guesses of it: never negative, their mean
/// is the size, and most of them are far too small, because few are far too large.
class Estimate {
 public:
  void add(double guess);

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] double mean() const { return mean_; }
  /// Standard deviation of the mean.
  [[nodiscard]] double deviation() const;

  /// Whether the size is beyond `limit`, but for one chance in a million.
  ///
  /// The mean says little: its own deviation is dominated by guesses that nobody has seen yet. But
  /// a guess of c * limit or more has a probability of at most 1/c if the size is at most `limit`
  /// (Markov), however the guesses are distributed, so many such guesses are their own proof.
  /// Looks at the first 4,096 guesses: more would hardly prove more, and take memory without bound.
  [[nodiscard]] bool is_beyond(double limit) const;

 private:
  std::vector<double> first_;   // Guesses.
  std::size_t count_ = 0;       // Of all of them.
  double mean_ = 0;
  double squares_ = 0;  // Sum of squared differences from the mean [Wel62].
};

}  // namespace gocheck::checker
