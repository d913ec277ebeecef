#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "isolation/shared.hpp"
#include "machine/transition.hpp"
#include "strategy/work_pool.hpp"

namespace gocheck::checker {

/// The order of a depth-first search, by one worker or by many: a path, and the transitions still to be explored
/// beside it. Whoever searches adds the nodes, as an execution goes beyond the path.
///
/// A node's transitions are items[chosen] to items[end - 1], the present one first; the nodes' items lie one
/// node after the other. What else a node knows must not depend on what comes of its transitions: then a worker can go
/// on with some of them while another one explores those in front.
///
/// Each worker has a path of its own and no need of the others, until one of them comes in vain: then it gives away
/// the shallowest transitions left beside its path, for that is where most is to be expected. What nobody has is in
/// shared memory. After a fork the copies of this object go on with one search; only the last one may be destroyed.
template <typename Node>
class DepthFirst {
 public:
  std::vector<Node> path;            // Of the present execution, but what is new in it.
  std::vector<Transition> items;     // Of the nodes of `path`.

  DepthFirst() {
    const shared::Scope scope;
    begin();
  }
  ~DepthFirst() {
    const shared::Scope scope;
    while (const Subtree* subtree = pool_.take()) delete subtree;
  }
  DepthFirst(const DepthFirst&) = delete;
  DepthFirst& operator=(const DepthFirst&) = delete;

  /// Takes the next transition of the deepest node that has one left, and forgets the nodes below. When no node
  /// has, goes on with what lies in shared memory; false when nothing does.
  [[nodiscard]] bool next() {
    if (std::exchange(is_taken_back_, false)) return true;
    if (!step_back()) return take();
    is_taken_ = false;
    give_if_wanted();
    return true;
  }
  /// The path counts as not begun: next() goes on with it, in place of what comes behind.
  void take_back() { is_taken_back_ = true; }
  /// Whether next() went on with what lay in shared memory: another worker may have made this path.
  [[nodiscard]] bool is_taken() const { return is_taken_; }
  /// Leaves what is left of this worker's part in shared memory. Requires: no execution is under way.
  void put_back() {
    const bool is_left = std::exchange(is_taken_back_, false) || step_back();
    if (is_left) give_if_wanted();
    {
      const shared::Scope scope;
      if (is_left) pool_.add(new Subtree{path, items});
      pool_.leave();
    }
    path.clear();
    items.clear();
  }

  // In a shared::Scope.

  /// Whether nothing is left, here or with other workers.
  [[nodiscard]] bool is_over() const { return pool_.is_over(); }
  /// Adds all of the search: what begins with the empty path.
  void begin() { pool_.add(new Subtree); }

 private:
  /// What is left of a path and beside it.
  struct Subtree {
    std::vector<Node> path;
    std::vector<Transition> items;
  };

  [[nodiscard]] bool step_back() {
    while (!path.empty()) {
      if (++path.back().chosen < path.back().end) return true;
      path.pop_back();
      items.resize(path.empty() ? 0 : path.back().end);
    }
    return false;
  }

  [[nodiscard]] bool take() {
    const Subtree* subtree = nullptr;
    {
      const shared::Scope scope;
      subtree = pool_.take();
    }
    if (subtree == nullptr) return false;
    is_taken_ = true;
    // Into memory of this worker's own.
    path.assign(subtree->path.begin(), subtree->path.end());
    items.assign(subtree->items.begin(), subtree->items.end());
    const shared::Scope scope;
    delete subtree;
    return true;
  }

  /// The present transition of the node is explored here: for the others, it comes first.
  void give_if_wanted() {
    if (!pool_.is_wanted()) return;
    const auto node =
        std::find_if(path.begin(), path.end(), [](const Node& at) { return at.chosen + 1 < at.end; });
    if (node == path.end()) return;
    {
      const shared::Scope scope;
      auto* others = new Subtree{{path.begin(), node + 1},
                                 {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(node->end)}};
      ++others->path.back().chosen;
      pool_.add(others);
    }
    node->end = node->chosen + 1;
  }

  WorkPool<Subtree> pool_;
  bool is_taken_ = false;
  bool is_taken_back_ = false;
};

}  // namespace gocheck::checker
