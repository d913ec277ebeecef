#include "strategy/plain_dfs.hpp"

namespace gocheck::checker {

bool PlainDfs::begin_execution() {
  depth_ = 0;
  return search_.next();
}

const Transition* PlainDfs::prescribed(const Configuration&) {
  return depth_ < search_.path.size() ? &search_.items[search_.path[depth_++].chosen] : nullptr;
}

std::optional<Transition> PlainDfs::choose(const Configuration&,
                                           std::span<const Transition> enabled) {
  auto& path = search_.path;
  auto& items = search_.items;
  path.push_back({items.size(), items.size() + enabled.size()});
  items.insert(items.end(), enabled.begin(), enabled.end());
  depth_ = path.size();
  return enabled.front();
}

}  // namespace gocheck::checker
