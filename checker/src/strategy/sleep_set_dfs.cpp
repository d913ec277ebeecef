#include "strategy/sleep_set_dfs.hpp"

#include "strategy/depth_first.hpp"

namespace gocheck::checker {

bool SleepSetDfs::begin_execution() {
  depth_ = 0;
  sleeping_.clear();
  if (is_first_) {
    is_first_ = false;
    return true;
  }
  return advance(path_, items_);   // What was explored there before is asleep now.
}

/// What slept or was explored at the node, and does not depend on its chosen transition.
void SleepSetDfs::fall_asleep(const Configuration& configuration, const Node& node) {
  const std::span<const Transition> items = items_;
  sleeping_.follow(configuration, items.subspan(node.begin, node.chosen - node.begin),
                   items[node.chosen]);
}

const Transition* SleepSetDfs::prescribed(const Configuration& configuration) {
  if (depth_ == path_.size()) return nullptr;
  const Node& node = path_[depth_++];
  // Inner nodes of the path know their children's sleep sets already.
  if (depth_ == path_.size()) fall_asleep(configuration, node);
  return &items_[node.chosen];
}

std::optional<Transition> SleepSetDfs::choose(const Configuration& configuration,
                                              std::span<const Transition> enabled) {
  Node node{items_.size(), 0, 0};
  const std::span<const Transition> asleep = sleeping_.transitions();
  items_.insert(items_.end(), asleep.begin(), asleep.end());
  node.chosen = items_.size();
  for (const Transition& t : enabled) {
    if (!sleeping_.has(t)) items_.push_back(t);
  }
  node.end = items_.size();
  if (node.chosen == node.end) {
    items_.resize(node.begin);
    return std::nullopt;
  }
  path_.push_back(node);
  depth_ = path_.size();
  fall_asleep(configuration, node);
  return items_[node.chosen];
}

}  // namespace gocheck::checker
