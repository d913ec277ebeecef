#include "strategy/plain_dfs.hpp"

#include "strategy/depth_first.hpp"

namespace gocheck::checker {

bool PlainDfs::begin_execution() {
  depth_ = 0;
  if (is_first_) {
    is_first_ = false;
    return true;
  }
  return advance(path_, items_);
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
