#include "strategy/tree_probe.hpp"

#include <utility>

namespace gocheck::checker {

TreeProbe::TreeProbe(std::uint64_t seed) : seed_(seed) {
  const shared::Scope scope;
  estimate_ = new Estimate;
}

bool TreeProbe::begin_execution() {
  if (!std::exchange(is_taken_back_, false)) number_ = numbers_.next();
  random_ = RandomStream(seed_, number_);
  weight_ = 1;
  sleeping_.clear();
  return true;
}

std::optional<Transition> TreeProbe::choose(const Configuration& configuration,
                                            std::span<const Transition> enabled) {
  children_.clear();
  for (const Transition& t : enabled) {
    if (!sleeping_.has(t)) children_.push_back(t);
  }
  if (children_.empty()) {
    weight_ = 0;
    return std::nullopt;
  }
  const auto chosen =
      children_.begin() + static_cast<std::ptrdiff_t>(random_.below(children_.size()));
  weight_ *= static_cast<double>(children_.size());
  before_.assign(sleeping_.transitions().begin(), sleeping_.transitions().end());
  before_.insert(before_.end(), children_.begin(), chosen);
  sleeping_.follow(configuration, before_, *chosen);
  return *chosen;
}

void TreeProbe::end_execution() {
  const shared::Scope scope;
  estimate_->add(weight_);
}

}  // namespace gocheck::checker
