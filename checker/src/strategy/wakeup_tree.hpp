#pragma once

#include <cstdint>
#include <vector>

#include "order/access.hpp"

namespace gocheck::checker {

/// A transition that the tree schedules, in front of which its parent node stands.
struct WakeupNode {
  WakeupNode* parent = nullptr;
  WakeupNode* first_child = nullptr;   // In order of creation.
  WakeupNode* last_child = nullptr;
  WakeupNode* next = nullptr;          // Sibling.
  std::vector<const WakeupNode*> sleep;   // What need not come next: it was, or will be, explored elsewhere.
  std::vector<Access> accesses;
  Transition transition;
  std::uint32_t depth = 0;             // Transitions from the root to here, this one included.
  std::uint32_t open = 0;              // Leaves: unfinished leaves directly below, plus itself until done.
  bool is_leaf = false;                // The end of a scheduled sequence: an execution of its own.
  [[nodiscard]] Footprint footprint() const { return {transition, accesses}; }
};

/// The executions that are known to be needed: an ordered tree of scheduled sequences [AAJS17, wakeup
/// trees], in the asynchronous form of docs/algorithms.md: a sequence is inserted once and for all, its
/// leaf can be executed at any time by anybody.
///
/// Invariant: the sleep set of a leaf is empty, so the subtree of a leaf needs to know nothing else.
/// When all leaves below a leaf are done, everything below it is freed.
class WakeupTree {
 public:
  WakeupTree();
  ~WakeupTree();
  WakeupTree(const WakeupTree&) = delete;
  WakeupTree& operator=(const WakeupTree&) = delete;

  [[nodiscard]] WakeupNode* root() { return root_; }
  /// Adds a node below `parent`, as its last child. Fixes its sleep set.
  WakeupNode* add(WakeupNode* parent, const Footprint& step);
  /// Inserts a sequence at `node`, whose child on the executed path is `current`, unless an earlier one
  /// covers it. Returns the new leaf, or null. Destroys `sequence`.
  WakeupNode* insert(WakeupNode* node, const WakeupNode* current, std::vector<Footprint>& sequence);
  /// The leaf's own execution has been made and its reversals inserted.
  void finish(WakeupNode* leaf);

 private:
  static bool is_weak_initial(const Footprint& step, const std::vector<Footprint>& sequence);
  static void remove(const Footprint& step, std::vector<Footprint>& sequence);
  WakeupNode* append(WakeupNode* node, const std::vector<Footprint>& sequence);
  WakeupNode* take();
  void free_below(WakeupNode* node);

  WakeupNode* spare_ = nullptr;   // Freed nodes, linked by `next`, with the memory of their vectors.
  WakeupNode* root_;
};

}  // namespace gocheck::checker
