#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "machine/access.hpp"

namespace gocheck::checker {

/// A transition that the tree schedules, in front of which its parent node stands.
/// What WakeupTree::follow() reads is written before the node is linked, or atomic.
struct WakeupNode {
  WakeupNode* parent = nullptr;
  WakeupNode* leaf_above = nullptr;                 // The nearest.
  std::atomic<WakeupNode*> first_child = nullptr;   // In order of creation.
  WakeupNode* last_child = nullptr;
  std::atomic<WakeupNode*> next = nullptr;          // Sibling.
  std::vector<const WakeupNode*> sleep;   // What need not come next: it was, or will be, explored elsewhere.
  std::vector<Access> accesses;
  Transition transition;
  std::uint32_t depth = 0;             // Transitions from the root to here, this one included.
  std::uint32_t open = 0;              // Leaves: unfinished leaves directly below, plus itself until done.
  std::atomic<bool> is_leaf = false;   // The end of a scheduled sequence: an execution of its own.
  [[nodiscard]] Footprint footprint() const { return {transition, accesses}; }
};

/// The executions that are known to be needed: an ordered tree of scheduled sequences [AAJS17, wakeup
/// trees], in the asynchronous form of docs/algorithms.md: a sequence is inserted once and for all, its
/// leaf can be executed at any time by anybody.
///
/// Invariant: the sleep set of a leaf is empty, so the subtree of a leaf needs to know nothing else.
/// When all leaves below a leaf are done, everything below it is freed.
///
/// The nodes are shared memory: copies of this object in several processes have one tree, and each keeps the nodes
/// that it has freed for itself. Only the last one may be destroyed.
///
/// Requires: a shared::Scope, but for construction, destruction and follow(). What an unfinished leaf's execution
/// can reach there is not freed, children are only added behind the others, and a sequence that is under way
/// reads as one that is not there yet.
class WakeupTree {
 public:
  WakeupTree();
  ~WakeupTree();
  /// Lets the other processes have the nodes that this one has freed.
  void put_back();
  WakeupTree(const WakeupTree&) = delete;
  WakeupTree& operator=(const WakeupTree&) = delete;

  [[nodiscard]] WakeupNode* root() { return common_->root; }
  /// Adds a node below `parent`, as its last child. Fixes its sleep set.
  WakeupNode* add(WakeupNode* parent, const Footprint& step);
  /// Whether `sequence` could just as well begin with `step`: it contains the step with nothing
  /// dependent in front, or depends on it nowhere. (Weak initials: strict ones lose traces, pitfall P4.)
  [[nodiscard]] static bool is_weak_initial(const Footprint& step, const std::vector<Footprint>& sequence);
  /// Goes down from `node` the way of `sequence`, as long as earlier ones go the same, and removes what it passes. Where
  /// they part, or null: an earlier one covers it. What begins with the sleep set of `node`, or as `current` and the
  /// children in front of it do, is explored; without `current` none is taken to be.
  /// Requires: this process executes a leaf below `current`, or nobody else uses the tree.
  [[nodiscard]] static WakeupNode* follow(WakeupNode* node, const WakeupNode* current,
                                          std::vector<Footprint>& sequence);
  /// Adds what is left of a sequence at the place where follow() ended, or further down if somebody
  /// was faster. Returns the new leaf, or null: it is covered by now. Destroys `sequence`.
  WakeupNode* insert(WakeupNode* node, std::vector<Footprint>& sequence);
  /// The leaf's own execution has been made and its reversals inserted.
  void finish(WakeupNode* leaf);

 private:
  static void remove(const Footprint& step, std::vector<Footprint>& sequence);
  WakeupNode* append(WakeupNode* node, const std::vector<Footprint>& sequence);
  WakeupNode* take();
  void take_back();
  void free_below(WakeupNode* node);

  /// What all copies have.
  struct Common {
    WakeupNode* root = nullptr;
    WakeupNode* spare = nullptr;
  };

  Common* common_;
  WakeupNode* spare_ = nullptr;   // Freed nodes, linked by `next`, with the memory of their vectors.
};

}  // namespace gocheck::checker
