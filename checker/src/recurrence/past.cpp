#include "recurrence/past.hpp"

#include <bit>
#include <optional>

#include "machine/hash.hpp"

namespace gocheck::checker {
namespace {

/// Those of the other kind that it meets if they come before it (values_meet): the send of the value that is received,
/// and the receipt that has freed the place in the buffer.
std::optional<std::uint32_t> met_before(const Access& access) {
  if (access.kind == AccessKind::kBufferedRecv) return access.index;
  if (access.kind != AccessKind::kBufferedSend || access.index < access.capacity) return std::nullopt;
  return access.index - access.capacity;
}
/// Of the step that has put a value into a buffer, or taken one out: as names are, a hash.
std::uint64_t value_key(const Access& access, std::uint32_t index, AccessKind kind) {
  return mix(mix(access.object, index), static_cast<std::uint64_t>(kind));
}
bool is_of_value(AccessKind kind) { return kind == AccessKind::kBufferedSend || kind == AccessKind::kBufferedRecv; }
AccessKind other_kind(AccessKind kind) {
  return kind == AccessKind::kBufferedSend ? AccessKind::kBufferedRecv : AccessKind::kBufferedSend;
}

template <typename Visit>
void each_kind(std::uint32_t kinds, const Visit& visit) {
  for (; kinds != 0; kinds &= kinds - 1) visit(static_cast<std::size_t>(std::countr_zero(kinds)));
}
constexpr std::uint32_t bit(AccessKind kind) { return 1U << static_cast<unsigned>(kind); }

std::uint64_t label_of(const Transition& t) {
  std::uint64_t hash = mix(t.goroutine, static_cast<std::uint64_t>(t.kind));
  hash = mix(hash, t.peer);
  return mix(hash, (std::uint64_t{t.select_case} << 48) | (std::uint64_t{t.peer_case} << 32) |
                       static_cast<std::uint32_t>(t.value));
}

}  // namespace

void Past::begin() {
  steps_.clear();
  accesses_.clear();
  sums_.clear();
  values_.clear();
  lives_.clear();
}

Past::Life& Past::life(GoroutineId id) {
  if (id >= lives_.size()) lives_.resize(id + 1);
  return lives_[id];
}

std::span<const Access> Past::accesses(std::size_t step) const {
  const std::size_t begin = step == 0 ? 0 : steps_[step - 1].accesses_end;
  return {accesses_.data() + begin, steps_[step].accesses_end - begin};
}

void Past::step(const Transition& t, std::span<const Access> accesses) {
  accesses_.insert(accesses_.end(), accesses.begin(), accesses.end());
  steps_.push_back({t, accesses_.size(), 0});
  const std::size_t self = steps_.size() - 1;
  std::uint64_t before = 0;
  participants(t, accesses, [&](GoroutineId id) { before += life(id).last; });
  for (const Access& access : accesses) {
    if (access.kind == AccessKind::kWoken) continue;   // The goroutine takes part.
    const Sums& sums = sums_[access.object];
    each_kind(conflicts_of(access.kind) & sums.seen, [&](std::size_t kind) { before += sums.of[kind]; });
    if (const auto index = met_before(access)) {
      const auto* value = values_.find(value_key(access, *index, other_kind(access.kind)));
      if (value != nullptr) before += *value;
    }
  }
  const std::uint64_t name = mix(label_of(t), before);
  steps_[self].name = name;
  for (const Access& access : accesses) {
    if (access.kind == AccessKind::kWoken) continue;
    Sums& sums = sums_[access.object];
    std::uint64_t& sum = sums.of[static_cast<std::size_t>(access.kind)];
    sum = (sums.seen & bit(access.kind)) == 0 ? name : sum + name;
    sums.seen |= bit(access.kind);
    if (is_of_value(access.kind)) values_[value_key(access, access.index, access.kind)] = name;
  }
  participants(t, accesses, [&](GoroutineId id) { life(id).last = name; });
}

void Past::started(GoroutineId child, GoroutineId parent) {
  if (steps_.empty()) return;   // main
  const std::uint64_t last = life(parent).last;
  life(child) = {steps_.size() - 1, last};
}

void Past::mark(std::size_t step, std::vector<bool>& marks) {
  marks.assign(steps_.size(), false);
  is_part_.assign(lives_.size(), false);
  kinds_.clear();
  marked_values_.clear();
  marks[step] = true;
  for (std::size_t at = step + 1; at-- > 0;) {
    bool is_before = marks[at];
    const Transition& t = steps_[at].transition;
    participants(t, accesses(at), [&](GoroutineId id) { is_before = is_before || is_part_[id]; });
    for (const Access& access : accesses(at)) is_before = is_before || is_before_marked(access);
    if (!is_before) continue;
    marks[at] = true;
    participants(t, accesses(at), [&](GoroutineId id) {
      is_part_[id] = true;
      if (lives_[id].birth != kNone) marks[lives_[id].birth] = true;
    });
    for (const Access& access : accesses(at)) {
      kinds_[access.object] |= bit(access.kind);
      if (const auto index = met_before(access)) {
        marked_values_[value_key(access, *index, other_kind(access.kind))] = true;
      }
    }
  }
}

/// Whether a marked step, which comes later, depends on it.
bool Past::is_before_marked(const Access& access) const {
  const auto* kinds = kinds_.find(access.object);
  if (kinds == nullptr) return false;
  return (*kinds & conflicts_of(access.kind)) != 0 ||
         (is_of_value(access.kind) && marked_values_.find(value_key(access, access.index, access.kind)) != nullptr);
}

}  // namespace gocheck::checker
