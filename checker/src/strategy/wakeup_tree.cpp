#include "strategy/wakeup_tree.hpp"

#include <algorithm>
#include <utility>

#include "isolation/shared.hpp"

namespace gocheck::checker {
namespace {

constexpr int kTakenBackAtOnce = 64;

}  // namespace

WakeupTree::WakeupTree() {
  const shared::Scope scope;
  common_ = new Common{.root = new WakeupNode};
  common_->root->is_leaf = true;
  common_->root->open = 1;
}

WakeupTree::~WakeupTree() {
  const shared::Scope scope;
  free_below(common_->root);
  put_back();
  while (common_->spare != nullptr) delete std::exchange(common_->spare, common_->spare->next);
  delete common_->root;
  delete common_;
}

void WakeupTree::put_back() {
  while (spare_ != nullptr) {
    WakeupNode* node = std::exchange(spare_, spare_->next);
    node->next.store(common_->spare, std::memory_order_relaxed);
    common_->spare = node;
  }
}

/// A part of what the processes have put back: others want some as well.
void WakeupTree::take_back() {
  for (int i = 0; i < kTakenBackAtOnce && common_->spare != nullptr; ++i) {
    WakeupNode* node = std::exchange(common_->spare, common_->spare->next);
    node->next.store(spare_, std::memory_order_relaxed);
    spare_ = node;
  }
}

WakeupNode* WakeupTree::take() {
  if (spare_ == nullptr) take_back();
  if (spare_ == nullptr) return new WakeupNode;
  WakeupNode* node = spare_;
  spare_ = node->next;
  node->first_child.store(nullptr, std::memory_order_relaxed);
  node->next.store(nullptr, std::memory_order_relaxed);
  node->is_leaf.store(false, std::memory_order_relaxed);
  node->last_child = nullptr;
  node->open = 0;
  return node;
}

void WakeupTree::free_below(WakeupNode* node) {
  for (WakeupNode* child = node->first_child; child != nullptr;) {
    WakeupNode* next = child->next;
    free_below(child);
    child->sleep.clear();
    child->accesses.clear();
    child->next.store(spare_, std::memory_order_relaxed);
    spare_ = child;
    child = next;
  }
  node->first_child.store(nullptr, std::memory_order_relaxed);
  node->last_child = nullptr;
}

/// sleep(n) = { q in sleep(parent) and the parent's children so far : q independent of n's step }
WakeupNode* WakeupTree::add(WakeupNode* parent, const Footprint& step) {
  WakeupNode* node = take();
  node->parent = parent;
  node->leaf_above = parent->is_leaf.load(std::memory_order_relaxed) ? parent : parent->leaf_above;
  node->transition = step.transition;
  node->accesses.assign(step.accesses.begin(), step.accesses.end());
  node->depth = parent->depth + 1;
  for (const WakeupNode* q : parent->sleep) {
    if (!dependent(q->footprint(), step)) node->sleep.push_back(q);
  }
  for (const WakeupNode* q = parent->first_child; q != nullptr; q = q->next) {
    if (!dependent(q->footprint(), step)) node->sleep.push_back(q);
  }
  auto& link = parent->last_child == nullptr ? parent->first_child : parent->last_child->next;
  link.store(node, std::memory_order_release);
  parent->last_child = node;
  return node;
}

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
  node->open = 1;
  node->is_leaf.store(true, std::memory_order_release);
  ++node->leaf_above->open;
  return node;
}

WakeupNode* WakeupTree::follow(WakeupNode* node, const WakeupNode* current,
                               std::vector<Footprint>& sequence) {
  const auto covers = [&](const WakeupNode& q) { return is_weak_initial(q.footprint(), sequence); };
  const auto next = [](const std::atomic<WakeupNode*>& link) { return link.load(std::memory_order_acquire); };
  WakeupNode* child = next(node->first_child);
  if (current != nullptr) {
    for (const WakeupNode* q : node->sleep) {
      if (covers(*q)) return nullptr;
    }
    for (bool is_current = false; !is_current; child = next(child->next)) {
      if (covers(*child)) return nullptr;
      is_current = child == current;
    }
  }
  for (;;) {
    while (child != nullptr && !covers(*child)) child = next(child->next);
    if (child == nullptr) return sequence.empty() ? nullptr : node;
    if (child->is_leaf.load(std::memory_order_acquire)) return nullptr;   // Whoever executes it covers the sequence.
    remove(child->footprint(), sequence);
    node = child;
    child = next(node->first_child);
  }
}

WakeupNode* WakeupTree::insert(WakeupNode* node, std::vector<Footprint>& sequence) {
  node = follow(node, nullptr, sequence);
  return node == nullptr ? nullptr : append(node, sequence);
}

void WakeupTree::finish(WakeupNode* leaf) {
  while (leaf != nullptr && --leaf->open == 0) {
    free_below(leaf);
    leaf = leaf->leaf_above;
  }
}

}  // namespace gocheck::checker
