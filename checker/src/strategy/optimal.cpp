#include "strategy/optimal.hpp"

#include "isolation/shared.hpp"

namespace gocheck::checker {

Optimal::Optimal() : reversals_(trace_), search_([] {
  const shared::Scope scope;
  return new Search;
}()) {}

Optimal::~Optimal() {
  const shared::Scope scope;
  delete search_;
}

bool Optimal::begin_execution() {
  {
    const shared::Scope scope;
    if (search_->pending.empty()) return false;
    leaf_ = search_->pending.back();
    search_->pending.pop_back();
    ++search_->under_way;
  }
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
  const shared::Scope scope;
  search_->tree.finish(leaf_);
  --search_->under_way;
}

/// Others may insert leaves as long as they are at it.
bool Optimal::is_waiting() const {
  const shared::Scope scope;
  return !search_->pending.empty() || search_->under_way > 0;
}

/// Nodes behind the leaf are made when something is inserted there: until then nothing sleeps and nothing branches.
void Optimal::make_nodes(std::size_t depth) {
  std::size_t known = depth;
  while (path_[known] == nullptr) --known;
  for (; known < depth; ++known) {
    path_[known + 1] = search_->tree.add(path_[known], trace_.footprint(static_cast<EventId>(known)));
  }
}

/// Nearly all are covered, and to find that out the others need not wait.
void Optimal::insert(Prefix& prefix, const Alternative& alternative) {
  const EventId first = prefix.first_dropped();
  sequence_.clear();
  prefix.rest(sequence_);
  sequence_.push_back(alternative.footprint());
  WakeupNode* node = path_[first];
  if (const WakeupNode* current = path_[first + 1]) {
    node = WakeupTree::follow(node, current, sequence_);
    if (node == nullptr) return;
  } else if (WakeupTree::is_weak_initial(trace_.footprint(first), sequence_)) {
    return;
  }
  const shared::Scope scope;
  if (path_[first + 1] == nullptr) {
    make_nodes(first + 1);
    node = path_[first];
  }
  if (WakeupNode* leaf = search_->tree.insert(node, sequence_)) search_->pending.push_back(leaf);
}

}  // namespace gocheck::checker
