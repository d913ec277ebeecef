#pragma once

#include <vector>

#include "order/trace.hpp"

namespace gocheck::checker {

/// A transition that could follow a prefix, with its accesses there.
struct Alternative {
  Transition transition;
  std::vector<Access> accesses;
  [[nodiscard]] Footprint footprint() const { return {transition, accesses}; }
};

/// A part of a trace that is closed under happens-before: what is left when some events are dropped together
/// with everything that happens after them. It is executable as it stands, and the state after it
/// follows from the trace: no program runs.
///
/// A goroutine's kept events are its first ones, so a prefix is one number a goroutine.
class Prefix {
 public:
  explicit Prefix(const Trace& trace) : trace_(trace) {}

  /// Everything is kept. Complexity: O(goroutines).
  void reset();
  /// Drops `e` and what happens after it. Complexity: O(goroutines).
  void drop(EventId e);
  [[nodiscard]] bool keeps(EventId e) const { return trace_.is_among(e, kept_.data()); }
  /// The first dropped event; trace.size() when there is none.
  [[nodiscard]] EventId first_dropped() const { return first_; }

  /// Appends the kept events from the first dropped one on, with their accesses as they are without
  /// the dropped ones. Valid until the next call.
  void rest(std::vector<Footprint>& out);

  /// Appends every transition that is enabled after this prefix and has g's k-th occurrence as a
  /// participant. Requires: g has exactly k events in the prefix.
  ///
  /// Objects are taken to live. Who destroys an object can be whoever drops the last reference to it, so a
  /// trace does not tell when it would be gone elsewhere: a transition on a destroyed object is found
  /// out when it is to be executed (Ending::kImpossible).
  void alternatives(LocalId g, std::uint32_t k, std::vector<Transition>& out);
  /// The accesses that `transition`, found by alternatives(), would have.
  void accesses(LocalId g, const Transition& transition, std::vector<Access>& out);
  /// Whether senders and receivers can meet on `chan` after this prefix.
  [[nodiscard]] bool is_meeting_place(ObjectRecord* chan) { return rules::is_meeting_place(evaluate(chan)); }
  /// Whether g stands in front of its k-th operation after this prefix.
  [[nodiscard]] bool is_pending(LocalId g, std::uint32_t k) const {
    return kept_[g] == k && exists(g);
  }

 private:
  /// One past the last event that is kept.
  [[nodiscard]] EventId kept_end();
  ObjectRecord* evaluate(ObjectRecord* object);
  const ObjectEvent* rewind(ObjectRecord* object) const;
  [[nodiscard]] bool exists(LocalId g) const;
  [[nodiscard]] const Occurrence* pending(LocalId g) const;
  void channel(LocalId g, const Occurrence& op, std::vector<Transition>& out);
  void partners(LocalId g, const Occurrence& op, std::uint16_t i, std::vector<Transition>& out);
  [[nodiscard]] bool clock_stands() const { return trace_.cutoff() != kNoEvent && keeps(trace_.cutoff()); }
  [[nodiscard]] std::span<const TimerRecord> armed_timers() const;
  const TimerRecord* next_timer(std::vector<ObjectRecord*>& passed_over);
  void woken(const Occurrence& op, bool all, std::vector<Access>& out);

  const Trace& trace_;
  std::vector<std::uint32_t> kept_;   // By goroutine.
  EventId first_ = 0;
  EventId kept_end_ = kNoEvent;       // kNoEvent: not known.
  std::vector<Access> dones_;         // What rest() has changed.
  std::vector<ObjectRecord*> counted_;
  std::vector<ObjectRecord*> passed_over_;
};

}  // namespace gocheck::checker
