#include "strategy/sleep_set_dfs.hpp"

#include "isolation/shared.hpp"

namespace gocheck::checker {

bool SleepSetDfs::begin_execution() {
  depth_ = 0;
  sleeping_.clear();
  return search_.next();   // What comes before there is asleep now.
}

bool SleepSetDfs::is_waiting() const {
  const shared::Scope scope;
  return !search_.is_over();
}

/// What slept or was explored at the node, and does not depend on its chosen transition.
void SleepSetDfs::fall_asleep(const Configuration& configuration, const Node& node) {
  const std::span<const Transition> items = search_.items;
  sleeping_.follow(configuration, items.subspan(node.begin, node.chosen - node.begin),
                   items[node.chosen]);
}

const Transition* SleepSetDfs::prescribed(const Configuration& configuration) {
  const std::vector<Node>& path = search_.path;
  if (depth_ == path.size()) return nullptr;
  const Node& node = path[depth_++];
  // Inner nodes of the path know their children's sleep sets already.
  if (depth_ == path.size()) fall_asleep(configuration, node);
  return &search_.items[node.chosen];
}

std::optional<Transition> SleepSetDfs::choose(const Configuration& configuration,
                                              std::span<const Transition> enabled) {
  std::vector<Transition>& items = search_.items;
  Node node{items.size(), 0, 0};
  const std::span<const Transition> asleep = sleeping_.transitions();
  items.insert(items.end(), asleep.begin(), asleep.end());
  node.chosen = items.size();
  for (const Transition& t : enabled) {
    if (!sleeping_.has(t)) items.push_back(t);
  }
  node.end = items.size();
  if (node.chosen == node.end) {
    items.resize(node.begin);
    return std::nullopt;
  }
  search_.path.push_back(node);
  depth_ = search_.path.size();
  fall_asleep(configuration, node);
  return items[node.chosen];
}

}  // namespace gocheck::checker
