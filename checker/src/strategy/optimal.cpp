#include "strategy/optimal.hpp"

namespace gocheck::checker {

Optimal::Optimal() : reversals_(trace_), pending_{tree_.root()} {}

bool Optimal::begin_execution() {
  if (pending_.empty()) return false;
  leaf_ = pending_.back();
  pending_.pop_back();
  path_.resize(leaf_->depth + 1);
  for (WakeupNode* node = leaf_; node != nullptr; node = node->parent) path_[node->depth] = node;
  depth_ = 0;
  return true;
}

const Transition* Optimal::prescribed(const Configuration&) {
  return depth_ < leaf_->depth ? &path_[++depth_]->transition : nullptr;
}

std::optional<Transition> Optimal::choose(const Configuration&,
                                          std::span<const Transition> enabled) {
  return enabled.front();   // The sleep set of a leaf is empty.
}

void Optimal::end_execution() {
  path_.resize(trace_.size() + 1, nullptr);
  reversals_.find([this](Prefix& prefix, const Alternative& alternative) {
    insert(prefix, alternative);
  });
  tree_.finish(leaf_);
}

/// The tree's node after `depth` steps of this execution. Nodes behind the leaf are made when
/// something is inserted there: until then nothing sleeps and nothing branches.
WakeupNode* Optimal::node_at(std::size_t depth) {
  std::size_t known = depth;
  while (path_[known] == nullptr) --known;
  for (; known < depth; ++known) {
    path_[known + 1] = tree_.add(path_[known], trace_.footprint(static_cast<EventId>(known)));
  }
  return path_[depth];
}

void Optimal::insert(Prefix& prefix, const Alternative& alternative) {
  const EventId first = prefix.first_dropped();
  sequence_.clear();
  prefix.rest(sequence_);
  sequence_.push_back(alternative.footprint());
  WakeupNode* node = node_at(first);
  const WakeupNode* current = node_at(first + 1);
  if (WakeupNode* leaf = tree_.insert(node, current, sequence_)) pending_.push_back(leaf);
}

}  // namespace gocheck::checker
