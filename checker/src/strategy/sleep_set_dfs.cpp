#include "strategy/sleep_set_dfs.hpp"

#include <algorithm>

namespace gocheck::checker {

bool SleepSetDfs::begin_execution() {
  depth_ = 0;
  sleeping_.clear();
  if (is_first_) {
    is_first_ = false;
    return true;
  }
  while (!path_.empty()) {
    Node& last = path_.back();
    items_.resize(last.end);
    if (++last.chosen < last.end) return true;   // The one explored before is asleep now.
    items_.resize(last.begin);
    path_.pop_back();
  }
  return false;
}

/// The sleep set after the node's chosen transition: what slept or was explored here and does not
/// depend on it.
void SleepSetDfs::fall_asleep(const Configuration& configuration, const Node& node) {
  sleeping_.clear();
  if (node.begin == node.chosen) return;
  const Transition chosen = items_[node.chosen];
  accesses_of(configuration, chosen, of_chosen_);
  for (std::size_t i = node.begin; i < node.chosen; ++i) {
    accesses_of(configuration, items_[i], of_other_);
    if (!dependent(Footprint{items_[i], of_other_}, Footprint{chosen, of_chosen_})) {
      sleeping_.push_back(items_[i]);
    }
  }
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
  const auto is_asleep = [&](const Transition& t) {
    return std::find(sleeping_.begin(), sleeping_.end(), t) != sleeping_.end();
  };
  Node node{items_.size(), 0, 0};
  items_.insert(items_.end(), sleeping_.begin(), sleeping_.end());
  node.chosen = items_.size();
  for (const Transition& t : enabled) {
    if (!is_asleep(t)) items_.push_back(t);
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
