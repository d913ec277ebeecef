#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "machine/access.hpp"
#include "machine/registry.hpp"
#include "machine/rules.hpp"
#include "machine/semantics.hpp"
#include "order/rows.hpp"

namespace gocheck::checker {

/// Number of a goroutine in one trace, in order of starting. All timers together are one "goroutine",
/// kTimers: their firings are totally ordered anyway.
using LocalId = std::uint32_t;
using EventId = std::uint32_t;
inline constexpr EventId kNoEvent = static_cast<EventId>(-1);

/// The part of detail::Object that the rules read, at some point of the execution.
struct SyncState {
  union {
    detail::ChanState chan;
    detail::MutexState mutex;
    detail::RWMutexState rwmutex;
    detail::WaitGroupState wait_group;
    detail::OnceState once;
  };
};

/// One event that touches an object, with the object's state before it.
struct ObjectEvent {
  EventId event;
  AccessKind access;
  StepKind effect;   // What the event does to this object, for rules::apply.
  SyncState before;
};

/// One of a goroutine's own events on an object.
struct OwnEvent {
  std::uint32_t at;      // Where it is among the object's events.
  std::uint32_t index;   // Which of the goroutine's events it is.
};

/// An object of the trace. The state members are scratch: what Prefix (order/prefix.hpp) made of them.
struct ObjectRecord : SyncState {
  std::uint64_t id = 0;
  detail::ObjectKind kind{};
  SyncState latest;                    // After all events so far.
  std::vector<ObjectEvent> events;     // In order of execution.
  // By LocalId: each goroutine's own events, and, for unbuffered channels, which of its occurrences could receive here.
  std::vector<std::vector<OwnEvent>> lanes;
  std::vector<std::vector<std::uint32_t>> receivers;
  std::uint64_t senders_mask = 0;      // Goroutines that come to a send here, and to a receive: bits, see mask_of().
  std::uint64_t receivers_mask = 0;
  std::vector<ObjectRecord*> polled_with;     // Channels that share a select with default with this one.
  std::vector<EventId> sends;          // Buffered channels: the event of the k-th send, ...
  std::vector<EventId> recvs;          // ... of the k-th receive.
  std::uint64_t sends_base = 0;        // Values sent and received before the first event.
  std::uint64_t recvs_base = 0;
  std::uint32_t seen = 0;              // Access kinds so far, as bits.
  std::uint32_t joins = 0;             // Where the joined clocks of its access kinds begin.

  [[nodiscard]] bool is_seen_only(AccessKind access) const {
    return (seen & ~(1U << static_cast<unsigned>(access))) == 0;
  }
};
[[nodiscard]] inline std::uint64_t id_of(const ObjectRecord* object) { return object->id; }
/// The goroutine's bit; the last is that of many.
[[nodiscard]] constexpr std::uint64_t mask_of(LocalId g) { return std::uint64_t{1} << (g < 63 ? g : 63); }

struct CaseRecord {
  ObjectRecord* chan;
  bool is_send;
};

/// One visible operation of one goroutine, as it was when the goroutine arrived there.
struct Occurrence {
  detail::OpKind kind;
  Phase phase;
  bool has_default;
  bool has_read_lock;
  ObjectRecord* object;       // Null: none, or a nil channel.
  ObjectRecord* mutex;        // kCondWait
  std::int64_t argument;
  const CaseRecord* cases;
  std::uint32_t case_count;
};
[[nodiscard]] inline ObjectRecord* mutex_of(const Occurrence& op) { return op.mutex; }

/// An armed timer at some point of the trace.
struct TimerRecord {
  GoroutineId id;
  std::int64_t deadline_ns;
  std::uint64_t sequence;
  bool is_periodic;
  ObjectRecord* chan;         // Null: starts a goroutine.
};

struct Participant {
  LocalId goroutine;
  std::uint32_t index;        // Which of its events this is.
};

struct Event {
  Transition transition;
  std::uint32_t accesses = 0;     // Begin and count in accesses_.
  std::uint32_t access_count = 0;
  std::uint32_t participants = 0; // Begin and count in participants_; the first is the transition's own.
  std::uint32_t participant_count = 0;
  std::int64_t argument = 0;      // Of the operation.
};

/// One goroutine's occurrences and events. occurrences[k] became events[k]; one more is pending.
struct Thread {
  GoroutineId id = 0;
  LocalId parent = 0;
  std::uint32_t born_after = 0;         // Events of the parent before it started this one.
  std::vector<std::uint32_t> occurrences;   // In occurrences_.
  std::vector<EventId> events;
};

/// One execution as the partial order that it is: events with their accesses and vector clocks, the
/// operations that goroutines arrived at, whether or not they were performed.
///
/// The clock of event e counts, for every goroutine, its events that happen before e or are e:
/// clock(e)[g] > k exactly when g's k-th event (from 0) is among them. Happens-before is the transitive
/// closure of participation and dependence (machine/access.hpp), in the order of the execution.
/// Complexity: O(goroutines) per access of a step; no allocation once the vectors have grown.
class Trace {
 public:
  static constexpr LocalId kTimers = 0;

  Trace();

  // ---- Recording, in the order of the execution
  void begin();
  /// `parent` 0: main. A timer's goroutine has the timer's number as parent.
  void started(GoroutineId id, GoroutineId parent, bool by_timer);
  void arrived(const Goroutine& g, const Operation& operation);
  /// Before the transition is committed.
  void stepped(const Configuration& before, const Transition& transition);
  /// The process has ended in the local code that the last event has set going.
  void exited();
  /// Nothing touches the clock after the last event.
  void clock_stops() { cutoff_ = static_cast<EventId>(size() - 1); }
  /// The execution is over: what timers are left.
  void end(const Configuration& at_end);

  // ---- Reading
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] const Event& event(EventId e) const { return events_[e]; }
  [[nodiscard]] Footprint footprint(EventId e) const {
    const Event& event = events_[e];
    return {event.transition, {accesses_.data() + event.accesses, event.access_count}};
  }
  [[nodiscard]] std::span<const Participant> participants(EventId e) const {
    return {participants_.data() + events_[e].participants, events_[e].participant_count};
  }
  [[nodiscard]] const Participant& first_participant(EventId e) const {
    return participants_[events_[e].participants];
  }
  /// The objects that e touches; null for a goroutine that it wakes.
  [[nodiscard]] std::span<ObjectRecord* const> touched(EventId e) const {
    return {access_objects_.data() + events_[e].accesses, events_[e].access_count};
  }
  [[nodiscard]] LocalId goroutine_count() const { return thread_count_; }
  [[nodiscard]] const Thread& thread(LocalId g) const { return threads_[g]; }
  [[nodiscard]] const Occurrence& occurrence(LocalId g, std::uint32_t k) const {
    return occurrences_[threads_[g].occurrences[k]];
  }
  [[nodiscard]] Rows::ConstRow clock(EventId e) const { return clocks_[e]; }
  /// Whether e is one of those that `counts` has, each goroutine's first ones.
  [[nodiscard]] bool is_among(EventId e, Rows::ConstRow counts) const {
    const Participant& p = first_participant(e);
    return p.index < counts[p.goroutine];
  }
  /// Whether e is f or happens before it.
  [[nodiscard]] bool is_known_to(EventId e, EventId f) const { return is_among(e, clock(f)); }
  /// What g knows before its k-th event: the clock of the one before, or of its start; null: nothing.
  [[nodiscard]] Rows::ConstRow history(LocalId g, std::uint32_t k) const;
  /// The other direction, once the execution is over: successors(e)[g] is the first of g's events that is e or
  /// happens after it; g's number of events when there is none.
  [[nodiscard]] Rows::ConstRow successors(EventId e) const { return successors_[e]; }
  /// Every goroutine's number of events, once the execution is over.
  [[nodiscard]] Rows::ConstRow totals() const { return successors_[size()]; }
  /// For operations on such rows.
  [[nodiscard]] const Rows& rows() const { return clocks_; }
  /// Where e is among the events of an object that it touches; the object's number of events when it does not.
  [[nodiscard]] std::size_t place(EventId e, const ObjectRecord& object) const;
  [[nodiscard]] ObjectRecord* clock_object() const { return objects_[0].get(); }
  [[nodiscard]] LocalId local(GoroutineId id) const { return locals_[id]; }
  /// Timers that were armed before the n-th event on the clock; n = their number: at the end.
  [[nodiscard]] std::span<const TimerRecord> timers_before(std::size_t n) const;
  /// Behind which nothing touches the clock; kNoEvent: there is none.
  [[nodiscard]] EventId cutoff() const { return cutoff_; }
  /// Channels of periodic timers, whose firing depends on how full they are.
  [[nodiscard]] std::span<ObjectRecord* const> ticker_channels() const { return ticker_channels_; }

  /// A hash of the trace as an equivalence class: equal for equivalent executions of one program.
  /// Goroutines are named by `registry`, so the hash is the same in every process.
  [[nodiscard]] std::uint64_t fingerprint(const Registry& registry) const;

 private:
  ObjectRecord* record_of(const Object* object);
  ObjectRecord* next_record(std::uint64_t id, detail::ObjectKind kind);
  LocalId add_thread(GoroutineId id, LocalId parent, std::uint32_t born_after);
  Occurrence& add_occurrence(LocalId g);
  CaseRecord* new_cases(std::size_t count);
  void index_cases(LocalId g, const Occurrence& op);
  void take_part(LocalId g);
  void touch(ObjectRecord* object, AccessKind access, StepKind effect);
  void wake(GoroutineId id);
  void add_phase(LocalId g, Phase phase);
  void join_conflicting(Rows::Row row, std::size_t access);
  void publish(EventId e);
  void snapshot_timers(const Configuration& configuration);
  void close_upwards();
  void note_first(LocalId q, std::uint32_t m, Rows::ConstRow known);

  std::vector<Event> events_;
  std::vector<Access> accesses_;
  std::vector<ObjectRecord*> access_objects_;   // Beside accesses_; null: a woken goroutine, the process.
  std::vector<std::uint32_t> access_places_;    // Likewise: where the event is among the object's.
  std::vector<Participant> participants_;
  Rows clocks_;                                 // By event.
  Rows successors_;                             // By event, and the totals.
  Rows joins_;                                  // kJoins for each object.
  std::vector<std::uint32_t> known_;            // Scratch of close_upwards().
  std::vector<Thread> threads_;
  LocalId thread_count_ = 0;
  std::vector<LocalId> locals_;                 // By GoroutineId.
  std::vector<Occurrence> occurrences_;
  std::vector<std::vector<CaseRecord>> case_blocks_;   // Blocks never move.
  std::size_t case_block_ = 0;
  std::size_t case_used_ = 0;
  std::vector<std::unique_ptr<ObjectRecord>> objects_;   // [0] is the clock. Reused between executions.
  std::size_t object_count_ = 0;
  std::vector<TimerRecord> timer_records_;
  std::vector<std::size_t> timer_snapshots_;    // Begin of each in timer_records_.
  std::vector<ObjectRecord*> ticker_channels_;
  EventId cutoff_ = kNoEvent;
};

}  // namespace gocheck::checker
