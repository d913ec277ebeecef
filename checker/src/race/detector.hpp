#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "isolation/heap.hpp"
#include "race/clocks.hpp"
#include "race/program_memory.hpp"
#include "race/program_objects.hpp"
#include "race/program_symbols.hpp"
#include "race/shadow.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker::race {

/// Whether the program's own code runs and its accesses are to be looked at. The first thing that every
/// hook tests: hooks run from static constructors on, and in production.
extern constinit bool on;

/// One side of a race.
struct Party {
  GoroutineId goroutine;
  std::uint32_t step;                     // Steps taken before the access.
  std::uint8_t kind;
  std::uint8_t size;                      // Bytes of the access within its eight.
  std::uintptr_t pc;
  std::vector<std::uintptr_t> pcs;        // Return addresses, innermost first; replays only.
  std::vector<std::uint64_t> locks;       // Held; replays only.
};

/// Two accesses to common memory, one of them a write, not ordered and not both atomic.
struct Race {
  Party first;                            // As they happened to be executed.
  Party second;
  std::uintptr_t address;                 // Of the first common byte.
  std::uint32_t known_step;               // The last step of `first` that `second` is ordered after.
};

/// Who is told. Called in the middle of the program's code.
class Listener {
 public:
  virtual void raced(const Race& race) = 0;
  /// An atomic or lock of the program's own is used for the first time in this execution.
  virtual void met(const Object& object) = 0;

 protected:
  ~Listener() = default;
};

/// Finds the data races of an execution: all pairs of instrumented accesses that are not ordered by
/// happens-before, each pair of places once. Exact about instrumented code [FF09]: no race is missed
/// after the first one, and no ordered pair is reported. Costs a few ns for each access.
class Detector {
 public:
  explicit Detector(Listener& listener) : listener_(listener) {}

  /// From now on the hooks call this detector. Keeps stacks and locks for reports if asked to.
  /// `base` is where the program was loaded.
  void enable(bool with_details, std::uintptr_t base);
  [[nodiscard]] bool enabled() const { return is_enabled_; }

  void begin_execution();
  void fork(GoroutineId child, GoroutineId parent) {
    if (is_enabled_) clocks_.fork(child, parent);
  }
  void fork(GoroutineId child, const TimerCore& timer) {
    if (is_enabled_) clocks_.fork(child, timer);
  }
  void on_step(const Transition& step, const Configuration& before) {
    if (is_enabled_) take_step(step, before);
  }
  void counted_step() {
    if (is_enabled_) clocks_.count_step();
  }

  /// The program's code goes on as this goroutine; its heap and stack slot is `slot`.
  void resume(const Goroutine& goroutine, std::uint32_t slot, std::size_t steps) {
    if (!is_enabled_) return;
    self_ = clocks_.tid(goroutine.id);
    stack_ = stack_of(goroutine);
    slot_ = slot;
    step_ = static_cast<std::uint32_t>(steps);
    ignores_accesses_ = goroutine.disposals > 0;
    begin_stretch();
    on = true;
  }
  void pause() { on = false; }
  /// It leaves its stack for ever.
  void abandon() {
    pause();
    entered_at_ = nullptr;
  }

  /// While it destroys what is counted, which is ordered after every use though no clock says so, the
  /// running goroutine's accesses are not looked at; its atomics are.
  void ignore_accesses(bool ignore) { ignores_accesses_ = ignore; }

  /// Whether the hooks clear the stack behind them (Cleaning), in the running goroutine.
  void leave_no_trace(bool leave_none) { leaves_no_trace_ = leave_none; }
  [[nodiscard]] bool leaves_no_trace() const { return leaves_no_trace_; }

  // The hooks. Require: on.
  void access(std::uintptr_t address, std::size_t size, std::uint8_t kind, std::uintptr_t pc) {
    if (ignores_accesses_) return;
    const std::size_t offset = address & 7;
    if (offset + size > 8) return access_cells(address, size, kind, pc);
    touch(address, static_cast<std::uint8_t>(((1U << size) - 1) << offset), kind, pc);
  }
  void freed(const heap::Freed& block);
  /// Who frees from now on, when another function does it for him; 0: whoever calls free().
  void set_caller_of_free(std::uintptr_t pc) { caller_of_free_ = pc; }

  /// The program has called a hook that is about to perform an operation; `state`: caller_state() there, and
  /// null when it has not performed one after all.
  void entered(const std::byte* state) {
    if (state == nullptr || entered_at_ == nullptr) entered_at_ = state;   // A hook may call another.
  }
  [[nodiscard]] bool has_entered() const { return entered_at_ != nullptr; }
  /// Where the part of the stack begins that is the program's; `state` when it called no hook.
  [[nodiscard]] const std::byte* entered_at(const std::byte* state) {
    return entered_at_ == nullptr ? state : std::exchange(entered_at_, nullptr);
  }

  /// Before an atomic operation: waits for its turn. False when it is the value of an Atomic, whose turn
  /// has come already, and orders as that.
  bool begin_atomic(OpKind kind, std::uintptr_t address, std::size_t size, std::uintptr_t pc);
  /// The compare-and-exchange of an Atomic did not store.
  void failed_exchange();

  /// The object behind a lock of the C++ library, a Mutex or an RWMutex.
  Object& lock_at(detail::ObjectKind kind, std::uintptr_t address) {
    return program_object(kind, address);
  }
  /// The same for what orders nothing.
  Object& unordered_at(detail::ObjectKind kind, std::uintptr_t address) {
    Object& object = program_object(kind, address);
    ProgramObjects::leave_unordered(object);
    return object;
  }
  [[nodiscard]] GoroutineId running() const { return clocks_.goroutine(self_); }

  /// Changes to the order by the running goroutine's own code, which must not use its heap.
  template <typename Change>
  void order(Change change) {
    const Aside aside(*this);
    change(clocks_, self_);
  }

  [[nodiscard]] const std::vector<Race>& races() const { return races_; }
  /// Of an atomic or lock of the program's own; 0 for other objects.
  [[nodiscard]] std::uintptr_t address_of(const Object& object) const {
    return is_enabled_ ? objects_.address_of(object) : 0;
  }

 private:
  /// While it lives, the checker is at work in the middle of the program's code.
  class Aside {
   public:
    explicit Aside(Detector& owner);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

   private:
    Detector& detector_;
  };
  struct Context {
    std::vector<std::uintptr_t> pcs;
    std::vector<std::uint64_t> locks;
    friend auto operator<=>(const Context&, const Context&) = default;
  };

  const std::byte* entered_at_ = nullptr;
  Object& program_object(detail::ObjectKind kind, std::uintptr_t address);
  void take_step(const Transition& step, const Configuration& before);
  /// What was touched in the present stretch. A goroutine that comes back to bytes that it has accessed
  /// in the same way, while nobody else ran and its clock stood still, adds nothing: most accesses.
  struct Seen {
    std::uintptr_t cell;
    std::uint32_t stretch;
    std::uint8_t accessed;   // Bytes.
    std::uint8_t written;
  };

  void begin_stretch() {
    ++stretch_;
    clock_ = &clocks_.of(self_);
    now_ = clocks_.now(self_);
  }
  void touch(std::uintptr_t address, std::uint8_t mask, std::uint8_t kind, std::uintptr_t pc) {
    const std::uintptr_t cell = address >> 3;
    const Seen& seen = seen_[cell % kSeen];
    const std::uint8_t known = (kind & kWrite) != 0 ? seen.written : seen.accessed;
    const bool is_seen = seen.cell == cell && seen.stretch == stretch_ && (mask & ~known) == 0;
    if (!is_seen || (kind & kAtomic) != 0) record(address, mask, kind, pc);
  }
  void access_cells(std::uintptr_t address, std::size_t size, std::uint8_t kind, std::uintptr_t pc);
  void record(std::uintptr_t address, std::uint8_t mask, std::uint8_t kind, std::uintptr_t pc);
  void update(Cell& cell, std::uintptr_t address, std::uint8_t mask, std::uint8_t kind,
              std::uintptr_t pc);
  void report(const Access& first, const Access& second, std::uintptr_t address);
  [[nodiscard]] Party party(const Access& access) const;
  std::uint32_t context();
  std::uint32_t new_context();

  Listener& listener_;
  Clocks clocks_;
  Shadow shadow_;
  ProgramSymbols symbols_;
  ProgramMemory memory_;
  ProgramObjects objects_;
  std::vector<const Object*> atomic_in_use_;   // By Tid: the Atomic that its last operation was on.
  std::vector<Race> races_;
  std::map<Context, std::uint32_t> contexts_;
  std::vector<const Context*> context_list_;   // By Access::context, from 1.
  static constexpr std::size_t kSeen = 1024;
  Seen seen_[kSeen] = {};
  std::uint32_t stretch_ = 0;
  std::uint32_t generation_ = 0;
  const VectorClock* clock_ = nullptr;   // Of the running goroutine, ...
  Time now_ = 0;                         // ... and its own time.
  StackBounds stack_;   // Of the running goroutine.
  std::uintptr_t caller_of_free_ = 0;
  std::uint32_t range_context_ = 0;   // Of the access to several cells that is under way; 0: none yet.
  bool in_range_ = false;
  std::uint32_t slot_ = 0;
  std::uint32_t step_ = 0;
  Tid self_ = 0;
  bool is_enabled_ = false;
  bool has_details_ = false;
  bool ignores_accesses_ = false;
  bool leaves_no_trace_ = false;
};

/// The enabled one; null when races are not looked for.
extern constinit Detector* detector;

/// In a hook: when it ends, what was called from there has left nothing on the stack, if that is asked for.
struct Cleaning {
  Cleaning() = default;
  ~Cleaning() {
    if (on && detector->leaves_no_trace()) [[unlikely]] clear_stack_below();
  }
  Cleaning(const Cleaning&) = delete;
  Cleaning& operator=(const Cleaning&) = delete;
};

/// While it lives, the program is known to have called a hook (Detector::entered) with `state`.
class Note {
 public:
  explicit Note(const std::byte* state) {
    if (on) detector->entered(state);
  }
  ~Note() {
    if (on) detector->entered(nullptr);
  }
  Note(const Note&) = delete;
  Note& operator=(const Note&) = delete;
};

}  // namespace gocheck::checker::race
