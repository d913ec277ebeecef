#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "machine/transition.hpp"

namespace gocheck::checker {

/// Names goroutines and timers by creation path, once for all executions.
///
/// `main/2/t1` is the first timer of the second goroutine that main started. The number that a path
/// gets is the same in all workers of a search; its heap and stack slot depends on the path alone, so
/// addresses agree between searches too (unless two paths of one program collide in 2^14 slots: then
/// the later one moves on).
class Registry {
 public:
  static constexpr GoroutineId kMain = 1;

  Registry();
  /// The n-th child (n from 1) of `parent`; makes it on first sight. Cost: one hash lookup, and a
  /// shared::Scope on first sight.
  GoroutineId child(GoroutineId parent, std::uint32_t n, bool is_timer);
  [[nodiscard]] std::string path(GoroutineId id) const;
  /// 0 when no such path is known or it is malformed; otherwise as child(), making what is missing.
  GoroutineId find(std::string_view path);
  [[nodiscard]] bool is_timer(GoroutineId id) const { return entries_[id].is_timer; }
  [[nodiscard]] GoroutineId parent(GoroutineId id) const { return entries_[id].parent; }
  [[nodiscard]] std::uint32_t slot(GoroutineId id) const { return entries_[id].slot; }
  /// Depends on the path alone: equal in every process.
  [[nodiscard]] std::uint64_t hash(GoroutineId id) const { return entries_[id].hash; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    GoroutineId parent;
    std::uint32_t n;
    bool is_timer;
    std::uint32_t slot;
    std::uint64_t hash;
  };

  Entry next_entry(GoroutineId parent, std::uint32_t n, bool is_timer);
  std::uint32_t free_slot(std::uint64_t hash) const;

  std::vector<Entry>* table_;     // Shared by the workers.
  std::vector<Entry> entries_;    // What of it this one has seen.
  std::vector<bool> slot_taken_;
  std::unordered_map<std::uint64_t, GoroutineId> children_;
};

}  // namespace gocheck::checker
