#include "strategy/preemption_bounded.hpp"

#include <utility>

#include "isolation/shared.hpp"

namespace gocheck::checker {

PreemptionBounded::PreemptionBounded(std::uint64_t bound_max) : bound_max_(bound_max) {
  const shared::Scope scope;
  passes_ = new Passes;
}

PreemptionBounded::~PreemptionBounded() {
  const shared::Scope scope;
  delete passes_;
}

bool PreemptionBounded::begin_execution() {
  depth_ = 0;
  used_ = 0;
  processor_ = {};
  while (!search_.next()) {
    if (!begin_pass()) return false;
  }
  bound_ = passes_->bound;
  return true;
}

/// The next pass, if this one is done and was not the last.
bool PreemptionBounded::begin_pass() {
  const shared::Scope scope;
  if (!search_.is_over()) return false;
  passes_->is_over = !passes_->has_left_out || passes_->bound == bound_max_;
  if (passes_->is_over) return false;
  ++passes_->bound;
  passes_->executions.push_back(passes_->in_this.exchange(0));
  passes_->has_left_out = false;
  search_.begin();
  return true;
}

/// There may be another pass that nobody has begun yet.
bool PreemptionBounded::is_waiting() const {
  const shared::Scope scope;
  return !passes_->is_over;
}

/// Where the execution stands after the node's chosen transition.
void PreemptionBounded::enter(const Node& node) {
  used_ = node.used + (node.chosen >= node.free_end ? 1 : 0);
  processor_ = node.processor;
  processor_.move(search_.items[node.chosen]);
}

const Transition* PreemptionBounded::prescribed(const Configuration&) {
  const std::vector<Node>& path = search_.path;
  if (depth_ == path.size()) return nullptr;
  const Node& node = path[depth_++];
  if (depth_ == path.size()) enter(node);
  return &search_.items[node.chosen];
}

std::optional<Transition> PreemptionBounded::choose(const Configuration&,
                                                    std::span<const Transition> enabled) {
  std::vector<Transition>& items = search_.items;
  Node node{items.size(), 0, 0, used_, processor_};
  const bool is_wanted = processor_.is_wanted(enabled);
  for (const Transition& t : enabled) {
    if (!is_wanted || processor_.has(t)) items.push_back(t);
  }
  node.free_end = items.size();
  const bool is_full = used_ == bound_;
  // Written once a pass: others read it.
  if (is_full && node.free_end - node.chosen < enabled.size() && !passes_->has_left_out) passes_->has_left_out = true;
  if (is_wanted && !is_full) {
    for (const Transition& t : enabled) {
      if (!processor_.has(t)) items.push_back(t);
    }
  }
  node.end = items.size();
  search_.path.push_back(node);
  depth_ = search_.path.size();
  enter(node);
  return items[node.chosen];
}

void PreemptionBounded::end_execution() {
  if (used_ == bound_) passes_->in_this.fetch_add(1, std::memory_order_relaxed);
}

void PreemptionBounded::add_standing(Standing& standing) const {
  std::vector<std::uint64_t> executions([this] {
    const shared::Scope scope;
    return passes_->bound + 1;
  }());   // In memory of this worker's own.
  const shared::Scope scope;
  for (std::uint64_t bound = 0; bound < executions.size(); ++bound) executions[bound] = passes_->executions_with(bound);
  standing.preemptions = {std::move(executions), passes_->is_over && passes_->has_left_out,
                          passes_->bound + (passes_->is_over ? 1 : 0)};
}

}  // namespace gocheck::checker
