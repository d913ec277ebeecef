#include "strategy/optimal.hpp"

#include "isolation/shared.hpp"

namespace gocheck::checker {

Optimal::Optimal() : reversals_(trace_) {
  const shared::Scope scope;
  pool_.add(tree_.root());
}

bool Optimal::begin_execution() {
  if (leaves_.empty() && !take()) return false;
  leaf_ = leaves_.back();
  leaves_.pop_back();
  if (pool_.is_wanted() && !leaves_.empty()) {
    const shared::Scope scope;
    give((leaves_.size() + 1) / 2);
  }
  path_.resize(leaf_->depth + 1);
  for (WakeupNode* node = leaf_; node != nullptr; node = node->parent) path_[node->depth] = node;
  depth_ = 0;
  return true;
}

bool Optimal::take() {
  WakeupNode* leaf = nullptr;
  {
    const shared::Scope scope;
    leaf = pool_.take();
  }
  if (leaf != nullptr) leaves_.push_back(leaf);
  return leaf != nullptr;
}

/// The first ones of its own. In a shared::Scope.
void Optimal::give(std::size_t count) {
  const auto end = leaves_.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto leaf = leaves_.begin(); leaf != end; ++leaf) pool_.add(*leaf);
  leaves_.erase(leaves_.begin(), end);
}

void Optimal::put_back() {
  const shared::Scope scope;
  give(leaves_.size());
  pool_.leave();
  tree_.put_back();
}

/// Others may make leaves as long as they have some.
bool Optimal::is_waiting() const {
  const shared::Scope scope;
  return !pool_.is_over();
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
  insertions_.clear();
  steps_.clear();
  accesses_.clear();
  reversals_.find([this](Prefix& prefix, const Alternative& alternative) {
    look_up(prefix, alternative);
  });
  // What is this worker's own must not grow in the scope.
  leaves_.reserve(leaves_.size() + insertions_.size());
  sequence_.reserve(steps_.size());
  const shared::Scope scope;
  insert_kept();
  tree_.finish(leaf_);
}

/// Nearly all alternatives are covered, and to find that out nobody need wait.
void Optimal::look_up(Prefix& prefix, const Alternative& alternative) {
  const EventId first = prefix.first_dropped();
  sequence_.clear();
  prefix.rest(sequence_);
  sequence_.push_back(alternative.footprint());
  WakeupNode* node = nullptr;
  if (const WakeupNode* current = path_[first + 1]) {
    node = WakeupTree::follow(path_[first], current, sequence_);
    if (node == nullptr) return;
  } else if (WakeupTree::is_weak_initial(trace_.footprint(first), sequence_)) {
    return;
  }
  for (const Footprint& step : sequence_) {
    accesses_.insert(accesses_.end(), step.accesses.begin(), step.accesses.end());
    steps_.push_back({step.transition, accesses_.size()});
  }
  insertions_.push_back({node, first, steps_.size()});
}

/// In a shared::Scope, the only one of an execution.
void Optimal::insert_kept() {
  std::size_t step = 0;
  std::size_t access = 0;
  for (const Insertion& insertion : insertions_) {
    sequence_.clear();
    for (; step < insertion.steps_end; ++step) {
      const std::size_t end = steps_[step].accesses_end;
      sequence_.push_back({steps_[step].transition, {accesses_.data() + access, end - access}});
      access = end;
    }
    WakeupNode* node = insertion.node;
    if (node == nullptr) {
      make_nodes(insertion.depth + 1);
      node = path_[insertion.depth];
    }
    if (WakeupNode* leaf = tree_.insert(node, sequence_)) leaves_.push_back(leaf);
  }
}

/// Nodes behind the leaf are made when something is inserted there: until then nothing sleeps and nothing branches.
void Optimal::make_nodes(std::size_t depth) {
  std::size_t known = depth;
  while (path_[known] == nullptr) --known;
  for (; known < depth; ++known) {
    path_[known + 1] = tree_.add(path_[known], trace_.footprint(static_cast<EventId>(known)));
  }
}

}  // namespace gocheck::checker
