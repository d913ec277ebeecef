#include "strategy/wakeup_tree.hpp"

#include <algorithm>

namespace gocheck::checker {

WakeupTree::WakeupTree() : root_(take()) {
  root_->is_leaf = true;
  root_->open = 1;
}

WakeupTree::~WakeupTree() {
  free_below(root_);
  delete root_;
  while (spare_ != nullptr) {
    WakeupNode* node = spare_;
    spare_ = node->next;
    delete node;
  }
}

WakeupNode* WakeupTree::take() {
  if (spare_ == nullptr) return new WakeupNode;
  WakeupNode* node = spare_;
  spare_ = node->next;
  node->first_child = node->last_child = node->next = nullptr;
  node->open = 0;
  node->is_leaf = false;
  return node;
}

void WakeupTree::free_below(WakeupNode* node) {
  for (WakeupNode* child = node->first_child; child != nullptr;) {
    WakeupNode* next = child->next;
    free_below(child);
    child->sleep.clear();
    child->accesses.clear();
    child->next = spare_;
    spare_ = child;
    child = next;
  }
  node->first_child = node->last_child = nullptr;
}

/// sleep(n) = { q in sleep(parent) and the parent's children so far : q independent of n's step }
WakeupNode* WakeupTree::add(WakeupNode* parent, const Footprint& step) {
  WakeupNode* node = take();
  node->parent = parent;
  node->transition = step.transition;
  node->accesses.assign(step.accesses.begin(), step.accesses.end());
  node->depth = parent->depth + 1;
  for (const WakeupNode* q : parent->sleep) {
    if (!dependent(q->footprint(), step)) node->sleep.push_back(q);
  }
  for (const WakeupNode* q = parent->first_child; q != nullptr; q = q->next) {
    if (!dependent(q->footprint(), step)) node->sleep.push_back(q);
  }
  if (parent->last_child == nullptr) {
    parent->first_child = node;
  } else {
    parent->last_child->next = node;
  }
  parent->last_child = node;
  return node;
}

/// Whether `sequence` could just as well begin with `step`: it contains the step with nothing
/// dependent in front, or depends on it nowhere. (Weak initials: strict ones lose traces, pitfall P4.)
bool WakeupTree::is_weak_initial(const Footprint& step, const std::vector<Footprint>& sequence) {
  for (const Footprint& other : sequence) {
    if (other.transition == step.transition) return true;
    if (dependent(step, other)) return false;
  }
  return true;
}

void WakeupTree::remove(const Footprint& step, std::vector<Footprint>& sequence) {
  const auto at = std::find_if(sequence.begin(), sequence.end(), [&](const Footprint& other) {
    return other.transition == step.transition;
  });
  if (at != sequence.end()) sequence.erase(at);
}

WakeupNode* WakeupTree::append(WakeupNode* node, const std::vector<Footprint>& sequence) {
  for (const Footprint& step : sequence) node = add(node, step);
  node->is_leaf = true;
  node->open = 1;
  for (WakeupNode* above = node->parent;; above = above->parent) {
    if (!above->is_leaf) continue;
    ++above->open;
    break;
  }
  return node;
}

WakeupNode* WakeupTree::insert(WakeupNode* node, const WakeupNode* current,
                               std::vector<Footprint>& sequence) {
  for (const WakeupNode* q : node->sleep) {
    if (is_weak_initial(q->footprint(), sequence)) return nullptr;
  }
  const auto covering = [&](WakeupNode* from) {
    while (from != nullptr && !is_weak_initial(from->footprint(), sequence)) from = from->next;
    return from;
  };
  WakeupNode* child = covering(node->first_child);
  for (const WakeupNode* left = node->first_child; left != current && child != nullptr;
       left = left->next) {
    if (left == child) return nullptr;   // Explored before the execution that this comes from.
  }
  if (child == current && child != nullptr) return nullptr;
  while (child != nullptr) {
    remove(child->footprint(), sequence);
    node = child;
    if (node->is_leaf) return nullptr;   // Whoever executes it covers the sequence.
    child = covering(node->first_child);
  }
  if (sequence.empty()) return nullptr;
  return append(node, sequence);
}

void WakeupTree::finish(WakeupNode* leaf) {
  while (leaf != nullptr && --leaf->open == 0) {
    free_below(leaf);
    WakeupNode* above = leaf->parent;
    while (above != nullptr && !above->is_leaf) above = above->parent;
    leaf = above;
  }
}

}  // namespace gocheck::checker
