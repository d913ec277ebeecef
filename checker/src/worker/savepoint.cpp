#include "worker/savepoint.hpp"

#include <algorithm>
#include <cstring>

#include "isolation/shared.hpp"
#include "worker/clock.hpp"

namespace gocheck::checker {
namespace {

constexpr std::int64_t kPeriodMinNs = 100'000'000;
constexpr std::int64_t kUrgentPeriodMinNs = 5'000'000;
// A step takes some 100 ns, ten bytes are copied in one.
constexpr std::uint64_t kStepsMin = std::uint64_t{1} << 20;
constexpr std::uint64_t kStepsPerByte = 1;
// A program that kills its own process does it again.
constexpr int kReturnsMax = 16;

}  // namespace

bool Savepoint::is_due(bool is_urgent) const {
  const std::int64_t period = is_urgent ? std::max(kUrgentPeriodMinNs, 20 * cost_ns_)
                                        : std::max(kPeriodMinNs, 100 * cost_ns_);
  return clock_ns(CLOCK_MONOTONIC) - ended_ns_ >= period;
}

bool Savepoint::is_due_after(std::uint64_t steps) {
  if (steps - steps_ < std::max<std::uint64_t>(kStepsMin, kStepsPerByte * shared::contents().size())) return false;
  steps_ = steps;
  return true;
}

void Savepoint::make(std::int64_t begun_ns) {
  const auto contents = shared::contents();
  if (contents.size() > Remains::kSlotBytes) return forget();
  slot_ = 1 - slot_;
  bytes_ = contents.size();
  std::memcpy(remains_.slots[slot_], contents.data(), bytes_);
  remains_.savepoint = 2 * bytes_ + slot_;
  returns_ = 0;
  take_time(begun_ns);
}

void Savepoint::give_up(std::int64_t begun_ns) { take_time(begun_ns); }

void Savepoint::forget() {
  remains_.savepoint = 0;
  bytes_ = 0;
  take_time(clock_ns(CLOCK_MONOTONIC));
}

void Savepoint::take_time(std::int64_t begun_ns) {
  ended_ns_ = clock_ns(CLOCK_MONOTONIC);
  cost_ns_ = ended_ns_ - begun_ns;
}

bool Savepoint::go_back() {
  if (bytes_ == 0 || ++returns_ > kReturnsMax) return false;
  shared::replace({remains_.slots[slot_], bytes_});
  return true;
}

}  // namespace gocheck::checker
