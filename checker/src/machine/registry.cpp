#include "machine/registry.hpp"

#include <charconv>

#include "isolation/heap.hpp"
#include "isolation/shared.hpp"
#include "machine/hash.hpp"

namespace gocheck::checker {
namespace {

constexpr std::uint64_t spread(std::uint64_t x) { return scrambled(x + kSplitMixStep); }

constexpr std::uint64_t key(GoroutineId parent, std::uint32_t n, bool is_timer) {
  return (std::uint64_t{parent} << 32) | (std::uint64_t{n} << 1) | (is_timer ? 1U : 0U);
}

}  // namespace

Registry::Registry() : slot_taken_(heap::kSlots, false) {
  entries_.push_back({0, 0, false, 0, 0});   // Nobody: the time before main.
  slot_taken_[0] = true;
  entries_.push_back({0, 1, false, 1, spread(1)});
  slot_taken_[1] = true;
  const shared::Scope scope;
  table_ = new std::vector<Entry>(entries_);
}

std::uint32_t Registry::free_slot(std::uint64_t hash) const {
  auto slot = static_cast<std::uint32_t>(hash % heap::kSlots);
  for (std::uint32_t tries = 0; slot_taken_[slot]; ++tries) {
    if (tries == heap::kSlots) return 0;   // More paths than slots: the world reports the limit.
    slot = (slot + 1) % heap::kSlots;
  }
  return slot;
}

/// The first one that this worker has not seen; made of the arguments when it has seen all.
Registry::Entry Registry::next_entry(GoroutineId parent, std::uint32_t n, bool is_timer) {
  const shared::Scope scope;
  if (entries_.size() == table_->size()) {
    const std::uint64_t hash = spread(entries_[parent].hash ^ spread(key(0, n, is_timer)));
    table_->push_back({parent, n, is_timer, is_timer ? 0 : free_slot(hash), hash});
  }
  return (*table_)[entries_.size()];
}

GoroutineId Registry::child(GoroutineId parent, std::uint32_t n, bool is_timer) {
  const std::uint64_t wanted = key(parent, n, is_timer);
  if (const auto at = children_.find(wanted); at != children_.end()) return at->second;
  for (;;) {
    const Entry entry = next_entry(parent, n, is_timer);
    const auto id = static_cast<GoroutineId>(entries_.size());
    const std::uint64_t added = key(entry.parent, entry.n, entry.is_timer);
    entries_.push_back(entry);
    slot_taken_[entry.slot] = true;
    children_.emplace(added, id);
    if (added == wanted) return id;
  }
}

std::string Registry::path(GoroutineId id) const {
  if (id == 0) return "init";
  if (id == kMain) return "main";
  const Entry& entry = entries_[id];
  return path(entry.parent) + (entry.is_timer ? "/t" : "/") + std::to_string(entry.n);
}

GoroutineId Registry::find(std::string_view path) {
  if (!path.starts_with("main")) return 0;
  path.remove_prefix(4);
  GoroutineId id = kMain;
  while (!path.empty()) {
    if (path.front() != '/') return 0;
    path.remove_prefix(1);
    const bool is_timer = !path.empty() && path.front() == 't';
    if (is_timer) path.remove_prefix(1);
    std::uint32_t n = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), n);
    if (error != std::errc{} || n == 0) return 0;
    path.remove_prefix(static_cast<std::size_t>(end - path.data()));
    id = child(id, n, is_timer);
  }
  return id;
}

}  // namespace gocheck::checker
