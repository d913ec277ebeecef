#include "strategy/plain_dfs.hpp"

namespace gocheck::checker {

bool PlainDfs::begin_execution() {
  depth_ = 0;
  if (is_first_) {
    is_first_ = false;
    return true;
  }
  while (!path_.empty()) {
    if (++path_.back().chosen < path_.back().end) return true;
    path_.pop_back();
    items_.resize(path_.empty() ? 0 : path_.back().end);
  }
  return false;
}

const Transition* PlainDfs::prescribed(const Configuration&) {
  return depth_ < path_.size() ? &items_[path_[depth_++].chosen] : nullptr;
}

std::optional<Transition> PlainDfs::choose(const Configuration&,
                                           std::span<const Transition> enabled) {
  path_.push_back({items_.size(), items_.size() + enabled.size()});
  items_.insert(items_.end(), enabled.begin(), enabled.end());
  depth_ = path_.size();
  return enabled.front();
}

}  // namespace gocheck::checker
