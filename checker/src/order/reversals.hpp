#pragma once

#include <functional>
#include <span>
#include <vector>

#include "order/prefix.hpp"
#include "order/trace.hpp"

namespace gocheck::checker {

/// Finds the alternatives to a maximal execution: ways in which its dependent steps could have come in another
/// order, or with other partners (docs/algorithms.md, "Reversals").
///
/// For each occurrence of an operation, performed or not, and each event x that could matter to it, drop both with
/// all that happens after them; every transition of the occurrence that is enabled then and
/// depends on x is an alternative. Two occurrences that could meet in a rendezvous are dropped together.
class Reversals {
 public:
  explicit Reversals(const Trace& trace) : trace_(trace), prefix_(trace) {}

  /// Calls `found(prefix, alternative)` for each; the prefix has dropped at least one event. The same
  /// alternative may come more than once. Complexity: O(events * concurrent events on the same object).
  using Found = std::function<void(Prefix&, const Alternative&)>;
  void find(const Found& found);

 private:
  void occurrence(LocalId g, std::uint32_t k);
  void collect_objects();
  void add_object(ObjectRecord* object);
  void concurrent_events(const ObjectRecord& object);
  [[nodiscard]] std::span<const OwnEvent> concurrent_in(const ObjectRecord& object, LocalId q) const;
  void events_in_front(const ObjectRecord& mutex);
  void buffered_events(const ObjectRecord& chan, AccessKind same);
  [[nodiscard]] bool is_no_alternative(const ObjectEvent& x) const;
  void consider(EventId x);
  void offer(const Transition& t, EventId x, bool needs_dependence);
  void meetings();
  void meeting(std::uint16_t i, LocalId q, std::uint32_t m);
  void meet_with_closes(const ObjectRecord& chan, const Transition& t, EventId x);
  void meet(const Transition& t, EventId x, EventId z);

  const Trace& trace_;
  Prefix prefix_;
  const Found* found_ = nullptr;
  Alternative alternative_;
  std::vector<Transition> transitions_;
  std::vector<ObjectRecord*> objects_;
  std::vector<const ObjectRecord*> tested_;
  // The occurrence under consideration, ...
  LocalId g_ = 0;
  std::uint32_t k_ = 0;
  const Occurrence* op_ = nullptr;          // Null: a timer's.
  EventId own_ = kNoEvent;
  Rows::ConstRow history_ = nullptr;        // What it knows,
  Rows::ConstRow beyond_ = nullptr;         // who knows it.
  // ... and the one that it could meet.
  LocalId peer_ = 0;
  std::uint32_t peer_index_ = 0;
};

}  // namespace gocheck::checker
