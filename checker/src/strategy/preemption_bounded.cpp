#include "strategy/preemption_bounded.hpp"

#include "strategy/depth_first.hpp"

namespace gocheck::checker {

bool PreemptionBounded::begin_execution() {
  depth_ = 0;
  used_ = 0;
  processor_ = {};
  if (is_first_) {
    is_first_ = false;
    return true;
  }
  if (advance(path_, items_)) return true;
  is_over_ = !has_left_out_ || bound_ == bound_max_;
  if (is_over_) return false;
  ++bound_;
  executions_.push_back(0);
  has_left_out_ = false;
  return true;  // With an empty path: from the beginning.
}

/// Where the execution stands after the node's chosen transition.
void PreemptionBounded::enter(const Node& node) {
  used_ = node.used + (node.chosen >= node.free_end ? 1 : 0);
  processor_ = node.processor;
  processor_.move(items_[node.chosen]);
}

const Transition* PreemptionBounded::prescribed(const Configuration&) {
  if (depth_ == path_.size()) return nullptr;
  const Node& node = path_[depth_++];
  if (depth_ == path_.size()) enter(node);
  return &items_[node.chosen];
}

std::optional<Transition> PreemptionBounded::choose(const Configuration&,
                                                    std::span<const Transition> enabled) {
  Node node{items_.size(), 0, 0, used_, processor_};
  const bool is_wanted = processor_.is_wanted(enabled);
  for (const Transition& t : enabled) {
    if (!is_wanted || processor_.has(t)) items_.push_back(t);
  }
  node.free_end = items_.size();
  const bool is_full = used_ == bound_;
  has_left_out_ = has_left_out_ || (is_full && node.free_end - node.chosen < enabled.size());
  if (is_wanted && !is_full) {
    for (const Transition& t : enabled) {
      if (!processor_.has(t)) items_.push_back(t);
    }
  }
  node.end = items_.size();
  path_.push_back(node);
  depth_ = path_.size();
  enter(node);
  return items_[node.chosen];
}

void PreemptionBounded::end_execution() {
  if (used_ == bound_) ++executions_.back();
}

void PreemptionBounded::add_standing(Standing& standing) const {
  standing.preemptions = {executions_, is_over_ && has_left_out_, bound_ + (is_over_ ? 1 : 0)};
}

}  // namespace gocheck::checker
