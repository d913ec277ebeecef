#pragma once

#include <vector>

#include "engine/transition.hpp"

namespace gocheck::checker {

/// The step back of a depth-first search: takes the next transition of the deepest node that has one left, and
/// forgets the nodes below. False when no node has.
///
/// A node's transitions are items[chosen] to items[end - 1], the present one first; the nodes' items lie one
/// node after the other.
template <typename Node>
[[nodiscard]] bool advance(std::vector<Node>& path, std::vector<Transition>& items) {
  while (!path.empty()) {
    if (++path.back().chosen < path.back().end) return true;
    path.pop_back();
    items.resize(path.empty() ? 0 : path.back().end);
  }
  return false;
}

}  // namespace gocheck::checker
