#include "strategy/estimate.hpp"

#include <algorithm>
#include <cmath>

namespace gocheck::checker {
namespace {

constexpr double kGuessMax = 1e150;  // Its square is still a number.
constexpr std::size_t kFirst = 4096;

/// An upper bound of log P(X >= hits) of X binomial with `count` draws of probability p [Hoe63].
double log_tail(std::size_t hits, std::size_t count, double p) {
  const double share = static_cast<double>(hits) / static_cast<double>(count);
  if (share <= p) return 0;
  double divergence = share * std::log(share / p);
  if (share < 1) divergence += (1 - share) * std::log((1 - share) / (1 - p));
  return -static_cast<double>(count) * divergence;
}

}  // namespace

void Estimate::add(double guess) {
  guess = std::min(guess, kGuessMax);
  if (first_.size() < kFirst) first_.push_back(guess);
  ++count_;
  const double before = guess - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (guess - mean_);
}

double Estimate::deviation() const {
  const auto n = static_cast<double>(count_);
  return n < 2 ? mean_ : std::sqrt(squares_ / (n - 1) / n);
}

bool Estimate::is_beyond(double limit) const {
  constexpr int kFactors = 6;  // c = 2, 4, ... 64
  // One chance in a million for all factors together, and for asking when there are 64, 128, 256...
  // guesses.
  const double log_chance_max = std::log(1e-6 / kFactors / 20);
  for (int i = 1; i <= kFactors; ++i) {
    const double factor = std::exp2(i);
    const auto hits = static_cast<std::size_t>(std::count_if(
        first_.begin(), first_.end(), [&](double guess) { return guess >= factor * limit; }));
    if (hits > 0 && log_tail(hits, first_.size(), 1 / factor) < log_chance_max) return true;
  }
  return false;
}

}  // namespace gocheck::checker
