#include "strategy/estimated_search.hpp"

#include <bit>
#include <utility>

namespace gocheck::checker {
namespace {

// Small programs are through before an estimate would help. Then 64 probes soon, and 1 in 64 for
// good.
constexpr std::uint64_t kProbesFrom = 128;
constexpr std::uint64_t kProbesFew = 64;
constexpr std::uint64_t kPeriodAtFirst = 8;
constexpr std::uint64_t kPeriod = 64;

// The probes must not draw what the walk draws.
constexpr std::uint64_t kProbeSeed = 0x50524F4245ULL;

}  // namespace

EstimatedSearch::EstimatedSearch(std::unique_ptr<Strategy> search, std::uint64_t seed,
                                 Patience patience)
    : search_(std::move(search)),
      probe_(seed ^ kProbeSeed),
      walk_(seed),
      patience_(patience),
      current_(search_.get()),
      common_([] {
        const shared::Scope scope;
        return new Common;
      }()) {}

bool EstimatedSearch::is_probe_due_after(std::uint64_t searched) const {
  if (searched < kProbesFrom || searched % kPeriodAtFirst != 0) return false;
  const shared::Scope scope;
  return searched % (probe_.estimate().count() < kProbesFew ? kPeriodAtFirst : kPeriod) == 0;
}

bool EstimatedSearch::begin_execution() {
  if (std::exchange(is_taken_back_, false)) return current_->begin_execution();
  if (common_->has_given_up) {
    current_ = &walk_;
  } else if (common_->is_probe_due && common_->is_probe_due.exchange(false)) {
    current_ = &probe_;
  } else {
    current_ = search_.get();
    if (!current_->begin_execution()) return false;
    if (is_probe_due_after(searched_.next())) common_->is_probe_due = true;
    return true;
  }
  return current_->begin_execution();
}

void EstimatedSearch::expect(double executions_max) {
  const shared::Scope scope;
  const std::size_t probes = probe_.estimate().count();
  // Asked at few moments only: chance gets few chances (Estimate::is_beyond).
  if (patience_ == Patience::kEndless || probes < kProbesFew || !std::has_single_bit(probes))
    return;
  if (probe_.estimate().is_beyond(executions_max)) common_->has_given_up = true;
}

void EstimatedSearch::add_standing(Standing& standing) const {
  search_->add_standing(standing);
  standing.has_given_up = common_->has_given_up;
  const shared::Scope scope;
  if (probe_.estimate().count() < kProbesFew) return;
  standing.size = {probe_.estimate().mean(), probe_.estimate().deviation()};
}

}  // namespace gocheck::checker
