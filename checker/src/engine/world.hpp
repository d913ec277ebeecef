#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "isolation/thread_locals.hpp"
#include "machine/registry.hpp"
#include "machine/semantics.hpp"
#include "order/trace.hpp"
#include "polling/last_rounds.hpp"
#include "polling/polling.hpp"
#include "race/detector.hpp"
#include "recurrence/recurrence.hpp"
#include "recurrence/run_on.hpp"
#include "recurrence/standstill.hpp"
#include "stack/backtrace.hpp"
#include "strategy/strategy.hpp"

namespace gocheck::checker {

/// The words of the table of findings.
enum class FindingKind : std::uint8_t {
  kDeadlock, kLeak, kSendOnClosed, kNegativeWaitGroup, kDoubleClose, kUnlockOfUnlocked,
  kWaitGroupMisuse, kPanic, kAssert, kExit, kUseAfterDestroy, kCrash,
  kRace, kLivelock, kUncontrolled,
};
[[nodiscard]] const char* word(FindingKind kind);

/// One wrong thing in one execution. `step` is the number of steps that it takes to make it.
struct FindingFact {
  FindingKind kind;
  GoroutineId goroutine;        // 0: all that are left.
  std::uint32_t step;
  Location where;
  char message[256];
  std::uint32_t race = 0;       // kRace: position in World::races().
  Backtrace backtrace;          // Of what is not an operation: a crash. Empty otherwise.
};

/// A step as it was executed: enough to name it in another process.
struct Step {
  Step() noexcept {}                 // Not an aggregate: those are zeroed first, which costs more than the rest.

  Transition transition;
  OpKind op = OpKind::kTimerStart;   // Of `transition.goroutine`; a firing: as it was started.
  std::int64_t argument = 0;         // Of the operation: a counter's change, a duration.
  std::uint64_t object = 0;          // object_id(), or the child's GoroutineId for kGo.
  std::uint64_t arrivals = 0;        // Fingerprint of the operations reached so far; 0: no decision was made here.
  Location where{};
  Location peer_where{};
};

/// Makes a new step what `transition` would be as one.
void describe(const Configuration& configuration, const Transition& transition, Step& step);
[[nodiscard]] inline Step step_of(const Configuration& configuration, const Transition& transition) {
  Step step;
  describe(configuration, transition, step);
  return step;
}

[[nodiscard]] std::string object_name(const Registry& registry, std::uint64_t id);

/// How an execution came to its end.
enum class Ending : std::uint8_t {
  kMaximal,
  kPolling,        // Only polls in vain could go on: what they lead to is another execution's (Polling).
  kProgramExit, kRedundant, kBounded, kDiverged, kStopped,
  kAsks,           // Something has to be found out first (Recurrence).
  kImpossible,     // A scheduled step that this process had not taken before could not be taken.
};

/// Looks at an execution while it happens, for replay. Explorations run without one.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void goroutine(GoroutineId id, GoroutineId parent, const Operation& go) = 0;
  virtual void object(const Object& object) = 0;
  virtual void arrived(GoroutineId id) = 0;
  virtual void step(const Step& step, const Configuration& before,
                    std::span<const Transition> enabled) = 0;
  virtual void after_step(const Step& step) = 0;
  virtual void found(const FindingFact& finding) = 0;
};

struct Limits {
  std::uint32_t steps_max = 100'000;
  std::uint32_t goroutines_max = 1'000;
};

/// Runs one execution after the other under a strategy: the controlled scheduler.
///
/// A goroutine that reaches a visible operation calls perform() and stays there until a transition
/// with it as a participant is taken. The scheduler has no stack of its own: it runs on the
/// goroutine that arrived last and switches directly to the one that goes on.
class World final : public detail::Controller, private race::Listener {
 public:
  World(detail::MainFunction main, int argc, char** argv, char** envp);

  /// Runs the program once. Calls reset() in front of that, and again when that has to be done anew, after it was found
  /// out what a firing leads to (Recurrence): the process has to be as before main then.
  template <typename Reset>
  Ending execute(Strategy& strategy, const Reset& reset) {
    reset();
    Ending ending = try_to_execute(strategy);
    while (ending == Ending::kAsks) {
      if (const Recurrence::Question* question = this->question()) {
        reset();
        learn(question->name, answer(*question));
      }
      watch_timers();
      strategy.take_back();
      static_cast<void>(strategy.begin_execution());
      reset();
      ending = try_to_execute(strategy);
    }
    return ending;
  }

  // Its parts, for whoever has a process for each.

  /// Requires: the process was reset.
  Ending try_to_execute(Strategy& strategy);
  /// What was asked; null: whether there are timers at all. Requires: Ending::kAsks.
  [[nodiscard]] const Recurrence::Question* question() const {
    return recurrence_.is_watching() ? &recurrence_.question() : nullptr;
  }
  /// Requires: the process was reset.
  [[nodiscard]] bool answer(const Recurrence::Question& question);
  void learn(std::uint64_t name, bool is_cutoff) { recurrence_.learn(name, is_cutoff); }
  /// From the next execution on: there are some.
  void watch_timers() { watches_timers_ = true; }

  void set_limits(const Limits& limits) { limits_ = limits; }
  void set_observer(Observer* observer) { observer_ = observer; }
  /// Ends an execution that has made a finding once it has taken this many steps.
  void stop_at_finding_from(std::size_t steps) { stop_from_ = steps; }

  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// The execution before this one. As long as this one takes the same steps, it must reach the same
  /// operations; otherwise it has diverged.
  [[nodiscard]] const std::vector<Step>& previous_steps() const { return previous_; }
  void forget_previous() { steps_.clear(); }
  /// The next execution is of another program.
  void forget_program() { recurrence_.forget(); }
  [[nodiscard]] bool at_step_limit() const { return steps_.size() >= limits_.steps_max; }
  /// Steps taken in all executions.
  [[nodiscard]] std::uint64_t step_count() const { return step_count_; }
  [[nodiscard]] const std::vector<FindingFact>& findings() const { return findings_; }
  /// The step that could not be taken. Requires: the execution has ended as kImpossible.
  [[nodiscard]] const Transition& missing() const { return missing_; }
  [[nodiscard]] const std::vector<race::Race>& races() const { return detector_.races(); }
  /// Looks for data races from the next execution on, if the program is instrumented.
  void find_races(bool with_details, std::uintptr_t base) { detector_.enable(with_details, base); }
  [[nodiscard]] std::uintptr_t address_of(const Object& object) const {
    return detector_.address_of(object);
  }
  [[nodiscard]] const Configuration& configuration() const { return configuration_; }
  [[nodiscard]] Registry& registry() { return registry_; }
  [[nodiscard]] bool main_returned() const { return main_returned_; }
  [[nodiscard]] bool has_exited() const { return has_exited_; }
  [[nodiscard]] int exit_status() const { return exit_status_; }
  /// Whether the program could see in this execution how late it is.
  [[nodiscard]] bool has_read_clock() const { return has_read_clock_; }
  /// Whether it left out rounds in which somebody waits for a timer; and, from the next one on, not to.
  [[nodiscard]] bool has_ignored_time() const { return has_ignored_time_; }
  void let_time_count(bool count) { time_counts_ = count; }
  [[nodiscard]] std::uint32_t goroutine_count() const { return started_; }
  [[nodiscard]] bool in_program() const { return in_program_; }
  [[nodiscard]] GoroutineId running() const { return running_; }

  // Controller
  void perform(Operation& operation) override;
  void made(Object& object) override;
  [[nodiscard]] std::uint64_t rank(const Object& object) const override;
  void destroyed(Object& object) override;
  void dispose(void (*destroy)(void* thing), void* thing) override;
  [[noreturn]] void end(const detail::End& end) override;

  /// Records a finding of the running goroutine, other than by an operation, and leaves its stack for
  /// ever. May run on any stack.
  [[noreturn]] void stop(FindingKind kind, const char* what, const Backtrace& where);

  /// Grows with every operation that a goroutine reaches and with every execution.
  [[nodiscard]] std::uint64_t turns() const { return turns_; }

  /// The running goroutine stands for a thread of the C library (interpose/threads.cpp).
  void become_thread();

  /// Below every stack lies so much that no access is allowed to.
  static constexpr std::size_t kGuardSize = 256 * 1024;

  /// The first code of a goroutine is about to run.
  void enter_program();

 private:
  friend class CheckerHeap;
  friend class StepCode;

  void serve(Operation& operation, bool is_of_library);
  void make_room(GoroutineId id);
  Goroutine& goroutine(GoroutineId id) { return configuration_.goroutines[id]; }
  detail::Entry* entry_of(GoroutineId id);
  Goroutine& start(GoroutineId id, void (*entry)(void*), void* argument);
  void go(Operation& operation);
  void arrive(Goroutine& g, Operation& operation);
  [[nodiscard]] bool is_alive(const Operation& operation) const;
  void dispatch();
  [[noreturn]] void leave(Ending ending);
  bool advance();
  bool take(const Transition& transition);
  [[nodiscard]] bool goes_on_for_ever();
  [[nodiscard]] bool finds_cutoffs() const {
    return !time_counts_ && !is_answering_ && !strategy_->lets_polls_go_on();
  }
  [[nodiscard]] bool follows_previous_with(const Transition& transition) const;
  Step& push();
  [[nodiscard]] bool has_diverged();
  void record(const Transition& transition);
  void commit(const Transition& transition);
  void commit_channel(const Transition& transition);
  void commit_sync(const Transition& transition);
  void drop_ticks_before(const detail::TimerState& next);
  void fire(const Transition& transition);
  void fatal_unlock(Goroutine& g);
  void wake(Object* cond, bool all);
  void resume(GoroutineId id);
  void complete(Goroutine& g, std::int64_t result);
  void read_clock();
  void note_time(const ChannelSide& side, bool is_wanted);
  void start_timer(Goroutine& g, TimerCore* timer, std::int64_t delay_ns);
  bool disarm(TimerCore* timer);
  void check_misuse(const Transition& transition);
  void report(FindingKind kind, GoroutineId goroutine, Location where, const char* message,
              const Backtrace& backtrace = {});
  [[noreturn]] void leave_in_step();
  [[noreturn]] void end_in_step(FindingKind kind, Location where, const char* what,
                                const Backtrace& backtrace);
  [[nodiscard]] Backtrace backtrace_here() const;
  void finish(GoroutineId id, Stand stand);
  void judge_end(GoroutineId goes_round);
  bool make_last_rounds();
  bool take_off_record(const Transition* next, bool is_over);
  [[nodiscard]] Image image() { return {configuration_, registry_, used_slots_, thread_locals_}; }
  bool run_on();
  [[nodiscard]] bool look_at_tick();
  [[nodiscard]] bool is_off_record() const { return last_rounds_.have_begun() || run_on_.has_begun(); }
  void let_polls_go_on();
  void raced(const race::Race& race) override;
  void met(const Object& object) override;

  detail::MainFunction main_;
  int argc_;
  char** argv_;
  char** envp_;
  Registry registry_;
  Configuration configuration_;
  Limits limits_;
  Strategy* strategy_ = nullptr;
  Trace* trace_ = nullptr;                 // The strategy's record of the execution, if it keeps one.
  bool checks_prefix_ = false;
  Observer* observer_ = nullptr;
  std::vector<Step> steps_;
  std::vector<Step> previous_;
  bool follows_previous_ = false;          // The decisions so far are those of the previous execution.
  std::vector<FindingFact> findings_;
  race::Detector detector_{*this};
  std::vector<GoroutineId> ready_;         // Have local code to run, in order; [ready_next_..).
  std::size_t ready_next_ = 0;
  std::vector<Transition> enabled_;
  std::vector<std::uint32_t> used_slots_;
  Polling polling_{configuration_, registry_, used_slots_};
  LastRounds last_rounds_{configuration_, polling_};
  ThreadLocals thread_locals_;
  Recurrence recurrence_{configuration_};
  Standstill standstill_{image()};         // Of strategies for which the clock never stops.
  RunOn run_on_{configuration_, image()};
  bool watches_timers_ = false;            // There are some.
  bool time_counts_ = false;
  bool is_answering_ = false;              // This execution is a Trial.
  bool has_ignored_time_ = false;
  std::vector<std::byte*> stacks_;         // By slot; null until first used.
  detail::ExecutionContext explorer_;
  GoroutineId running_ = 0;
  GoroutineId step_code_of_ = 0;           // For whom a step is running the program's code.
  Ending ending_ = Ending::kMaximal;
  Transition missing_{};                   // Of kImpossible.
  std::uint64_t arrivals_ = 0;             // Fingerprint of the operations reached so far.
  std::uint64_t begun_ = 0;                // The same before the first step, if that was a decision; otherwise 0.
  std::uint64_t previous_begun_ = 0;
  std::uint64_t step_count_ = 0;
  std::uint64_t turns_ = 0;
  std::uint64_t timer_sequence_ = 0;
  std::uint32_t started_ = 0;
  bool main_returned_ = false;
  bool main_exited_ = false;
  bool in_program_ = false;                // Goroutines' own code runs, not the scheduler.
  std::size_t stop_from_ = static_cast<std::size_t>(-1);
  bool has_exited_ = false;
  bool has_read_clock_ = false;
  bool had_read_clock_ = false;            // Before what is on no record.
  int exit_status_ = 0;
};

}  // namespace gocheck::checker
