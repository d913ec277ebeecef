#pragma once

#include <atomic>
#include <cstddef>
#include <utility>
#include <vector>

#include "isolation/shared.hpp"

namespace gocheck::checker {

/// Work that nobody does yet, in shared memory, for the workers of one search: copies of this object in several
/// processes. Each does what it has by itself; one that has nothing left takes from here, or comes in vain, and then
/// whoever has more than he does at the moment should add some. Only the last copy may be destroyed.
template <typename Work>
class WorkPool {
 public:
  WorkPool() {
    const shared::Scope scope;
    common_ = new Common;
  }
  ~WorkPool() {
    const shared::Scope scope;
    delete common_;
  }
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  /// Whether somebody has come in vain since something was added. Cost: a load.
  [[nodiscard]] bool is_wanted() const { return common_->is_wanted.load(std::memory_order_relaxed); }

  // In a shared::Scope.

  void add(Work* work) {
    common_->pending.push_back(work);
    common_->is_wanted = false;
  }
  /// What was added last, for this worker, which has done all that it had; null: there is nothing.
  [[nodiscard]] Work* take() {
    leave();
    if (common_->pending.empty()) {
      common_->is_wanted = true;
      return nullptr;
    }
    Work* work = common_->pending.back();
    common_->pending.pop_back();
    ++common_->under_way;
    is_under_way_ = true;
    return work;
  }
  /// This worker has nothing any more.
  void leave() {
    if (std::exchange(is_under_way_, false)) --common_->under_way;
  }
  /// Whether nothing is left, here or with a worker.
  [[nodiscard]] bool is_over() const { return common_->pending.empty() && common_->under_way == 0; }

 private:
  struct Common {
    std::vector<Work*> pending;
    std::size_t under_way = 0;             // Workers that have something.
    std::atomic<bool> is_wanted{false};
  };

  Common* common_;
  bool is_under_way_ = false;
};

}  // namespace gocheck::checker
