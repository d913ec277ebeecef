#include "engine/world.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <limits>
#include <utility>

#include <sys/mman.h>

#include "deadline.hpp"
#include "isolation/heap.hpp"
#include "isolation/pages.hpp"
#include "machine/hash.hpp"
#include "recurrence/trial.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {
namespace {

constexpr std::size_t kStackSize = 256 * 1024;
constexpr std::size_t kMainStackSize = 8 * 1024 * 1024;

constexpr const char* kWords[] = {
    "deadlock", "leak",   "send-on-closed", "negative-waitgroup", "double-close",
    "unlock-of-unlocked", "waitgroup-misuse", "panic", "assert", "exit",
    "use-after-destroy",  "crash", "race", "livelock", "uncontrolled"};

constexpr const char* kObjectWords[] = {"chan", "mutex", "rwmutex", "wg", "once", "cond",
                                        "atomic", "timer"};

void run_entry(void* entry) {
  static_cast<World*>(detail::active_controller)->enter_program();
  detail::run_controlled(*static_cast<detail::Entry*>(entry));
}

/// The products do not wait for each other.
std::uint64_t summary_of(GoroutineId id, const Operation& operation) {
  const std::uint64_t who = (std::uint64_t{id} << 9) | (std::uint64_t{operation.has_default} << 8) |
                            static_cast<std::uint8_t>(operation.kind);
  return who * 0xD6E8FEB86659FD93ULL + object_id(operation.object) * 0xA0761D6478BD642FULL +
         static_cast<std::uint64_t>(operation.argument) * 0xE7037ED1A0B428DBULL;
}

/// What production only lets a goroutine do. A sleep of the C library is one of ours here (interpose/threads.cpp).
bool may_wait(const Operation& operation) {
  switch (operation.kind) {
    case OpKind::kRecv: return !rules::is_sleep(operation.name);
    case OpKind::kSelect: return !operation.has_default;
    case OpKind::kSend:
    case OpKind::kLock:
    case OpKind::kReadLock:
    case OpKind::kWriteLock:
    case OpKind::kWait:
    case OpKind::kOnceCall:
    case OpKind::kCondWait: return true;
    default: return false;
  }
}

/// A stack as an earlier execution has left it, from where it was `used` on, but not what is kept at its far end.
/// Frames to come show what is there where they leave a word as it is, and whether a goroutine is back where
/// it was (polling/polling.hpp) must not depend on that.
void wipe(std::byte* stack, std::byte* used, std::byte* end) {
  constexpr std::ptrdiff_t kBelow = 1024;   // Frames that were there without an operation.
  std::byte* const first = stack + sizeof(detail::Entry);
  std::byte* const begin = used - first > kBelow ? used - kBelow : first;
  std::memset(begin, 0, static_cast<std::size_t>(end - begin));
}

std::byte* map_stack(std::size_t size) {
  void* memory = pages::map(nullptr, size + World::kGuardSize, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  pages::protect(memory, World::kGuardSize, PROT_NONE);
  return static_cast<std::byte*>(memory) + World::kGuardSize;
}

}  // namespace

/// While alive, allocations are the checker's; afterwards those of whoever runs then. Nests: a timer
/// that nobody holds any more is destroyed by the step that fires it.
class CheckerHeap {
 public:
  explicit CheckerHeap(World& world) : world_(world), from_program_(world.in_program_) {
    world.in_program_ = false;
    world.detector_.pause();
    heap::use_checker();
  }
  ~CheckerHeap() {
    if (from_program_) world_.enter_program();
  }
  CheckerHeap(const CheckerHeap&) = delete;
  CheckerHeap& operator=(const CheckerHeap&) = delete;

 private:
  World& world_;
  bool from_program_;
};

/// While alive, the program's code runs in the middle of a step: it moves a value, or copies a callback. What it
/// allocates is `owner`'s.
class StepCode {
 public:
  StepCode(World& world, GoroutineId owner) : world_(world) {
    world.step_code_of_ = owner;
    world.in_program_ = true;
    heap::use_slot(world.registry_.slot(owner));
  }
  ~StepCode() {
    world_.step_code_of_ = 0;
    world_.in_program_ = false;
    heap::use_checker();
  }
  StepCode(const StepCode&) = delete;
  StepCode& operator=(const StepCode&) = delete;

 private:
  World& world_;
};

const char* word(FindingKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

std::string object_name(const Registry& registry, std::uint64_t id) {
  if (id == 0) return "";
  return registry.path(static_cast<GoroutineId>(id >> 32)) + ":" +
         kObjectWords[(id >> 24) & 0xFF] + std::to_string(id & 0xFFFFFF);
}

void describe(const Configuration& configuration, const Transition& t, Step& step) {
  step.transition = t;
  step.object = object_id(object_of(configuration, t));
  if (t.kind != StepKind::kFire) {
    const Operation& op = *configuration.at(t.goroutine).pending;
    step.op = op.kind;
    step.argument = op.argument;
    step.where = op.where;
    if (t.kind == StepKind::kOutlived) step.object = configuration.at(t.goroutine).outlived_object;
  }
  if (t.peer != 0) step.peer_where = configuration.at(t.peer).pending->where;
}

World::World(detail::MainFunction main, int argc, char** argv, char** envp)
    : main_(main), argc_(argc), argv_(argv), envp_(envp), stacks_(heap::kSlots, nullptr) {
  configuration_.goroutines.resize(2);
  steps_.reserve(4096);
  ready_.reserve(64);
  enabled_.reserve(64);
}

// ---- Life of an execution

Ending World::try_to_execute(Strategy& strategy) {
  strategy_ = &strategy;
  trace_ = strategy.trace();
  if (trace_ != nullptr) trace_->begin();
  checks_prefix_ = !strategy.is_prefix_known();
  ++turns_;
  for (const std::uint32_t slot : used_slots_) heap::reset_slot(slot);
  used_slots_.clear();
  configuration_.live.clear();
  configuration_.timers.clear();
  configuration_.parked.clear();
  configuration_.now_ns = 0;
  configuration_.clock_stands = has_ignored_time_ = false;
  configuration_.timers_ever.clear();
  for (Goroutine& g : configuration_.goroutines) g.stand = Stand::kAbsent;
  std::swap(steps_, previous_);
  steps_.clear();
  follows_previous_ = !previous_.empty();
  previous_begun_ = std::exchange(begun_, 0);
  findings_.clear();
  ready_.clear();
  ready_next_ = 0;
  ending_ = Ending::kMaximal;
  arrivals_ = 0;
  timer_sequence_ = 0;
  started_ = 0;
  main_returned_ = main_exited_ = has_exited_ = has_read_clock_ = had_read_clock_ = false;
  step_code_of_ = 0;
  exit_status_ = 0;
  detector_.begin_execution();
  polling_.begin_execution();
  recurrence_.begin_execution(finds_cutoffs() && watches_timers_);
  standstill_.begin();
  thread_locals_.begin_execution();

  start(Registry::kMain,
        [](void* world) {
          auto& self = *static_cast<World*>(world);
          self.enter_program();
          detail::run_controlled_main(self.main_, self.argc_, self.argv_, self.envp_);
        },
        this);
  detector_.fork(Registry::kMain, 0);
  running_ = ready_[ready_next_++];
  detail::switch_context(explorer_, goroutine(running_).context);
  in_program_ = false;
  heap::use_checker();
  running_ = 0;
  last_rounds_.forget();
  const GoroutineId goes_round = run_on_.is_for_ever() ? run_on_.goroutine() : 0;
  run_on_.forget();
  has_read_clock_ = has_read_clock_ || had_read_clock_;
  step_count_ += steps_.size();
  if (trace_ != nullptr) trace_->end(configuration_);
  if (ending_ == Ending::kMaximal) judge_end(goes_round);
  return ending_;
}

void World::make_room(GoroutineId id) {
  if (id >= configuration_.goroutines.size()) configuration_.goroutines.resize(id + 1);
}

Goroutine& World::start(GoroutineId id, void (*entry)(void*), void* argument) {
  make_room(id);
  Goroutine& g = goroutine(id);
  std::byte* const used = std::exchange(g, Goroutine{}).lowest;
  g.id = id;
  g.stand = Stand::kLocal;
  const std::uint32_t slot = registry_.slot(id);
  const std::size_t size = id == Registry::kMain ? kMainStackSize : kStackSize;
  if (stacks_[slot] == nullptr) stacks_[slot] = map_stack(size);
  g.lowest = stacks_[slot] + size;
  if (used != nullptr) wipe(stacks_[slot], used, g.lowest);
  heap::reset_slot(slot);
  used_slots_.push_back(slot);
  detail::make_context(g.context, stacks_[slot], size, entry, argument);
  auto& live = configuration_.live;
  live.insert(std::upper_bound(live.begin(), live.end(), id), id);
  ready_.push_back(id);
  ++started_;
  if (trace_ != nullptr && !is_off_record()) {
    const GoroutineId parent = registry_.parent(id);
    trace_->started(id, parent, registry_.is_timer(parent));
  }
  polling_.started(id, registry_.parent(id));
  if (!is_off_record()) recurrence_.started(id, registry_.parent(id));
  return g;
}

/// A goroutine's entry must outlive its starter's frame: it is kept at the far end of the new
/// stack. Null at the limit of goroutines.
detail::Entry* World::entry_of(GoroutineId id) {
  const std::uint32_t slot = registry_.slot(id);
  if (slot == 0 || started_ >= limits_.goroutines_max) return nullptr;
  if (stacks_[slot] == nullptr) stacks_[slot] = map_stack(kStackSize);
  return reinterpret_cast<detail::Entry*>(stacks_[slot]);
}

/// `go f()` concerns nobody but the two: it is done at once, and is no scheduling decision.
void World::go(Operation& operation) {
  if (is_off_record()) leave(Ending::kPolling);
  const GoroutineId child = registry_.child(running_, ++goroutine(running_).children, false);
  detail::Entry* kept = entry_of(child);
  if (kept == nullptr) leave(Ending::kBounded);
  *kept = *static_cast<const detail::Entry*>(operation.slot);
  Step step;
  step.transition.goroutine = running_;
  step.op = OpKind::kGo;
  step.object = child;
  step.where = operation.where;
  if (observer_ != nullptr) {
    observer_->goroutine(child, running_, operation);
    observer_->step(step, configuration_, {});
  }
  push() = step;
  ++goroutine(running_).steps;
  polling_.acted(running_);
  if (recurrence_.is_watching()) recurrence_.step(step.transition);
  start(child, run_entry, kept);
  detector_.fork(child, running_);
  if (observer_ != nullptr) observer_->after_step(steps_.back());
}

void World::become_thread() {
  const CheckerHeap scope(*this);
  thread_locals_.add(running_);
}

void World::enter_program() {
  thread_locals_.enter(running_);
  heap::use_slot(registry_.slot(running_));
  in_program_ = true;
  detector_.resume(goroutine(running_), registry_.slot(running_), steps_.size());
  if (is_off_record()) detector_.ignore_accesses(true);
}

void World::perform(Operation& operation) {
  const bool is_of_library = detector_.has_entered();
  Goroutine& self = goroutine(running_);
  self.lowest = std::min(self.lowest, static_cast<std::byte*>(__builtin_frame_address(0)));
  self.stack = detector_.entered_at(caller_state());
  self.is_in_hook = is_of_library;
  serve(operation, is_of_library);
  const bool is_in_round = polling_.is_in_round(running_) || is_answering_ || run_on_.has_begun();
  detector_.leave_no_trace(is_in_round);
  if (is_in_round) clear_stack_below();   // This frame too, where it is a tail call.
}

[[gnu::always_inline]] inline void World::serve(Operation& operation, bool is_of_library) {
  const CheckerHeap scope(*this);
  ++turns_;
  if (step_code_of_ != 0) {
    end_in_step(FindingKind::kUncontrolled, operation.where,
                "the move of a value that is being sent performs an operation itself",
                backtrace_here());
  }
  if (!is_alive(operation)) {
    report(FindingKind::kUseAfterDestroy, running_, operation.where,
           "operation on a destroyed object");
    finish(running_, Stand::kStopped);
    dispatch();
  }
  if (!is_of_library && thread_locals_.has(running_) && may_wait(operation)) {
    report(FindingKind::kUncontrolled, running_, operation.where,
           "a thread performs an operation that may block a goroutine; start it with go()");
    finish(running_, Stand::kStopped);
    dispatch();
  }
  if (operation.kind == OpKind::kGo) return go(operation);
  arrive(goroutine(running_), operation);
  dispatch();
}

bool World::is_alive(const Operation& operation) const {
  if (operation.object != nullptr && operation.object->magic != Object::kAlive) return false;
  return operation.kind != OpKind::kCondWait ||
         static_cast<const Object*>(operation.slot)->magic == Object::kAlive;
}

void World::arrive(Goroutine& g, Operation& operation) {
  g.pending = &operation;
  g.has_outlived = false;
  g.stand = Stand::kPending;
  g.phase = polling_.arrived(g) ? Phase::kSpins : Phase::kFirst;
  if (is_off_record()) return;
  g.blocked_since = static_cast<std::uint32_t>(steps_.size());
  arrivals_ = mix(arrivals_, summary_of(g.id, operation));
  for (std::uint32_t i = 0; i < operation.case_count; ++i) {
    const auto& a_case = operation.cases[i];
    arrivals_ = mix(arrivals_, object_id(a_case.chan) * 2 + (a_case.is_send ? 1 : 0));
  }
  if (trace_ != nullptr) trace_->arrived(g, operation);
  if (recurrence_.is_watching()) recurrence_.arrived(g);
  if (observer_ != nullptr) observer_->arrived(g.id);
}

/// Lets somebody run; returns when it is the caller's turn again.
void World::dispatch() {
  while (true) {
    if (ready_next_ < ready_.size()) {
      const GoroutineId next = ready_[ready_next_++];
      const GoroutineId self = running_;
      if (next == self) return;
      running_ = next;
      detail::switch_context(goroutine(self).context, goroutine(next).context);
      return;
    }
    if (!advance()) leave(ending_);
  }
}

void World::leave(Ending ending) {
  ending_ = ending;
  in_program_ = false;
  detector_.pause();
  detail::ExecutionContext dropped;
  detail::switch_context(dropped, explorer_);
  __builtin_unreachable();
}

void World::finish(GoroutineId id, Stand stand) {
  polling_.acted(id);
  goroutine(id).stand = stand;
  arrivals_ = mix(arrivals_, (std::uint64_t{id} << 8) | 0xFF);
  auto& live = configuration_.live;
  live.erase(std::find(live.begin(), live.end(), id));
}

void World::end(const detail::End& end) {
  in_program_ = false;
  detector_.abandon();
  heap::use_checker();
  if (is_off_record()) leave(Ending::kPolling);
  const bool is_main = running_ == Registry::kMain;
  switch (end.kind) {
    case detail::EndKind::kReturned:
      if (is_main) {
        main_returned_ = true;
        exit_status_ = end.status;
        if (end.status != 0) {
          char text[64];
          std::snprintf(text, sizeof text, "main returned %d", end.status);
          report(FindingKind::kExit, running_, end.where, text);
        }
      }
      finish(running_, Stand::kFinished);
      break;
    case detail::EndKind::kExited:
      if (is_main) main_exited_ = true;
      finish(running_, Stand::kFinished);
      break;
    case detail::EndKind::kPanicked: {
      // A panic of the runtime keeps its own rule even though it travelled as an exception.
      const char* text = end.message;
      FindingKind kind = FindingKind::kPanic;
      if (std::strcmp(text, "send on closed channel") == 0) kind = FindingKind::kSendOnClosed;
      if (std::strcmp(text, "close of closed channel") == 0 ||
          std::strcmp(text, "close of nil channel") == 0) {
        kind = FindingKind::kDoubleClose;
      }
      if (std::strcmp(text, "sync: negative WaitGroup counter") == 0) {
        kind = FindingKind::kNegativeWaitGroup;
      }
      report(kind, running_, end.where, text);
      finish(running_, Stand::kStopped);
      break;
    }
    case detail::EndKind::kFatal:
      report(FindingKind::kUnlockOfUnlocked, running_, end.where, end.message);
      finish(running_, Stand::kStopped);
      break;
    case detail::EndKind::kAssertFailed:
      report(FindingKind::kAssert, running_, end.where, end.message);
      finish(running_, Stand::kStopped);
      break;
    case detail::EndKind::kProgramExit:
      // Nothing that the others do depends on it, so whatever they can still do they could have done
      // before: they go on, and the process ends last (docs/decisions/003).
      has_exited_ = true;
      exit_status_ = end.status;
      if (end.status != 0) {
        char text[64];
        std::snprintf(text, sizeof text, "%s(%d)", end.message, end.status);
        report(FindingKind::kExit, running_, end.where, text, backtrace_here());
      }
      if (step_code_of_ != 0) leave_in_step();
      finish(running_, Stand::kStopped);
  }
  dispatch();
  __builtin_unreachable();
}

void World::stop(FindingKind kind, const char* what, const Backtrace& where) {
  in_program_ = false;
  detector_.abandon();
  heap::use_checker();
  if (step_code_of_ != 0) end_in_step(kind, {}, what, where);
  report(kind, running_, {}, what, where);
  finish(running_, Stand::kStopped);
  dispatch();
  __builtin_unreachable();
}

/// The step cannot be undone, and the scheduler's own frames are on this stack: as the process would, the
/// execution ends.
void World::end_in_step(FindingKind kind, Location where, const char* what,
                        const Backtrace& backtrace) {
  report(kind, step_code_of_, where, what, backtrace);
  has_exited_ = true;
  leave_in_step();
}

void World::leave_in_step() {
  step_code_of_ = 0;
  if (trace_ != nullptr) trace_->exited();
  leave(Ending::kProgramExit);
}

/// Of the running goroutine, which calls this.
Backtrace World::backtrace_here() const {
  Backtrace backtrace;
  for (const std::uintptr_t pc : frames_of_caller(stack_of(configuration_.at(running_)))) {
    backtrace.push(pc);
  }
  return backtrace;
}

void World::report(FindingKind kind, GoroutineId id, Location where, const char* message,
                   const Backtrace& backtrace) {
  if (is_off_record()) leave(Ending::kPolling);
  FindingFact& finding = findings_.emplace_back();
  finding.kind = kind;
  finding.goroutine = id;
  finding.step = static_cast<std::uint32_t>(steps_.size());
  finding.where = where;
  finding.backtrace = backtrace;
  std::snprintf(finding.message, sizeof finding.message, "%s", message);
  if (observer_ != nullptr) observer_->found(finding);
}

/// A race stops nothing: the execution goes on.
void World::raced(const race::Race& race) {
  report(FindingKind::kRace, race.second.goroutine, {}, "");
  findings_.back().race = static_cast<std::uint32_t>(detector_.races().size() - 1);
}

void World::met(const Object& object) {
  if (observer_ == nullptr || is_off_record()) return;
  const CheckerHeap scope(*this);
  observer_->object(object);
}

void World::let_polls_go_on() {
  for (const GoroutineId id : configuration_.live) {
    Goroutine& g = goroutine(id);
    if (!g.spins()) continue;
    if (polling_.would_go_on(g) || polling_.may_go_on(g) || strategy_->wants(id)) g.phase = Phase::kFirst;
  }
}

/// The execution is over but for goroutines that spin. Returns whether somebody runs; otherwise ending_ says what came
/// of it.
bool World::make_last_rounds() {
  const Transition* next = last_rounds_.next();
  return take_off_record(next, last_rounds_.is_over());
}

/// A step that is on no record. Null: there is none, and `is_over` is whether the execution is over.
bool World::take_off_record(const Transition* next, bool is_over) {
  if (next == nullptr) {
    ending_ = is_over ? Ending::kMaximal : Ending::kPolling;
    return false;
  }
  const Transition step = *next;
  polling_.stepping(step);
  commit(step);
  return true;
}

/// The last step was on the clock. False: the execution cannot go on before something was found out.
bool World::look_at_tick() {
  switch (recurrence_.is_cutoff()) {
    case Recurrence::Answer::kNo: return true;
    case Recurrence::Answer::kYes:
      configuration_.clock_stands = has_ignored_time_ = true;
      if (trace_ != nullptr) trace_->clock_stops();
      return true;
    case Recurrence::Answer::kUnknown: break;
  }
  ending_ = Ending::kAsks;
  return false;
}

bool World::answer(const Recurrence::Question& question) {
  Trial trial(question, image());
  Observer* const observer = std::exchange(observer_, nullptr);
  is_answering_ = true;
  static_cast<void>(try_to_execute(trial));
  is_answering_ = false;
  observer_ = observer;
  return trial.is_cutoff();
}

/// Nothing can happen any more but that timers fire. As make_last_rounds().
bool World::run_on() {
  if (!run_on_.has_begun()) had_read_clock_ = std::exchange(has_read_clock_, false);   // Does it go on to?
  const Transition* next = has_read_clock_ ? nullptr : run_on_.next();
  return take_off_record(next, run_on_.is_for_ever());
}

/// Deadlock and leak speak of executions in which nothing else went wrong: what a panic left blocked
/// is its consequence, and who is blocked when the process exits is no leak. main's result says nothing about the
/// others: a leak is found beside it.
void World::judge_end(GoroutineId goes_round) {
  const bool has_stopped = std::any_of(findings_.begin(), findings_.end(), [](const auto& f) {
    return f.kind != FindingKind::kExit && f.kind != FindingKind::kWaitGroupMisuse &&
           f.kind != FindingKind::kRace;
  });
  if (has_stopped || has_exited_) return;
  const auto& live = configuration_.live;
  if (goes_round == 0) {
    const auto polls = std::find_if(live.begin(), live.end(), [&](GoroutineId id) {
      return configuration_.at(id).phase == Phase::kSpins;
    });
    if (polls != live.end()) goes_round = *polls;
  }
  if (!main_returned_ && goes_round != 0) {
    report(FindingKind::kLivelock, 0, configuration_.at(goes_round).pending->where,
           "polling for ever, for what nobody is left to change");
  } else if (!main_returned_) {
    report(FindingKind::kDeadlock, 0, {},
           main_exited_ && live.empty()
               ? "no goroutines (main called go_exit) - deadlock!"
               : "all goroutines are asleep");
  } else if (!live.empty()) {
    report(FindingKind::kLeak, 0, {},
           "main returned while goroutines were blocked");
  }
}

// ---- Objects

void World::made(Object& object) {
  if (running_ == 0) return;
  Goroutine& g = goroutine(running_);
  object.creator = running_;
  object.number = ++g.objects[static_cast<std::size_t>(object.kind)];
  if (observer_ != nullptr && !is_off_record()) {
    const CheckerHeap scope(*this);
    observer_->object(object);
  }
}

std::uint64_t World::rank(const Object& object) const {
  return mix(registry_.hash(object.creator), object.number);
}

void World::destroyed(Object& object) {
  if (running_ == 0) return;
  const CheckerHeap scope(*this);
  polling_.destroyed(object);
  for (const GoroutineId id : configuration_.live) {
    Goroutine& g = goroutine(id);   // That it spins has not kept it from going on before.
    if (strategy_->lets_polls_go_on() && g.spins() && g.pending->object == &object) g.phase = Phase::kFirst;
  }
  const bool clock_stands = std::exchange(configuration_.clock_stands, false);   // Nor did that.
  enabled_.clear();
  enabled_transitions(configuration_, enabled_);
  configuration_.clock_stands = clock_stands;
  for (const GoroutineId id : configuration_.live) {
    Goroutine& g = goroutine(id);
    if (g.stand != Stand::kPending) continue;
    if (g.pending->object == &object ||
        (g.pending->kind == OpKind::kCondWait && g.pending->slot == &object)) {
      // Destruction is no event: what could have been done before it was. What would have had to
      // wait waits for ever.
      const auto could = std::find_if(enabled_.begin(), enabled_.end(),
                                      [&](const Transition& t) { return t.goroutine == id; });
      g.has_outlived = could != enabled_.end();
      if (g.has_outlived) {
        g.outlived = could->kind;
        g.outlived_object = object_id(&object);
      }
      g.is_gone = !g.has_outlived;
      g.pending->object = nullptr;
    }
  }
}

/// The destructors run are the program's, and may perform operations; the accesses are nobody's.
void World::dispose(void (*destroy)(void* thing), void* thing) {
  if (!in_program_) return destroy(thing);   // By a step.
  const GoroutineId self = running_;
  ++goroutine(self).disposals;
  detector_.ignore_accesses(true);
  destroy(thing);
  --goroutine(self).disposals;
  detector_.ignore_accesses(goroutine(self).disposals > 0 || is_off_record());
}

// ---- Steps

/// Takes one transition; false when the execution is over (ending_ says how).
bool World::advance() {
  ready_.clear();
  ready_next_ = 0;
  if (last_rounds_.have_begun()) return make_last_rounds();
  if (run_on_.has_begun()) return run_on();
  if (has_diverged()) {
    ending_ = Ending::kDiverged;
    return false;
  }
  if (recurrence_.is_due() && !look_at_tick()) return false;
  if (steps_.size() >= limits_.steps_max) {
    ending_ = Ending::kBounded;
    return false;
  }
  if (const Transition* next = strategy_->prescribed(configuration_); next != nullptr) {
    // What others say could happen is checked against what can: a wrong step would corrupt the program. Where the
    // execution before this one was, the same step could be taken.
    if (checks_prefix_ && !follows_previous_with(*next) && !is_enabled(configuration_, *next, enabled_)) {
      ending_ = Ending::kImpossible;
      missing_ = *next;
      return false;
    }
    if (observer_ != nullptr) {
      enabled_.clear();
      enabled_transitions(configuration_, enabled_);
    }
    return take(*next);
  }
  if (strategy_->lets_polls_go_on()) let_polls_go_on();
  enabled_.clear();
  enabled_transitions(configuration_, enabled_);
  if (enabled_.empty()) {
    ending_ = Ending::kPolling;
    if (polling_.some_would_go_on()) return false;
    if (!std::exchange(configuration_.clock_stands, false)) return make_last_rounds();
    enabled_transitions(configuration_, enabled_);
    return enabled_.empty() ? make_last_rounds() : run_on();
  }
  if (goes_on_for_ever()) return run_on();
  if (!findings_.empty() && steps_.size() >= stop_from_) {
    ending_ = Ending::kStopped;
    return false;
  }
  const auto chosen = strategy_->choose(configuration_, enabled_);
  if (!chosen) {
    ending_ = Ending::kRedundant;
    return false;
  }
  return take(*chosen);
}

/// Whether it seems so.
inline bool World::goes_on_for_ever() {
  if (!strategy_->lets_polls_go_on() || enabled_.front().kind != StepKind::kFire) return false;
  return !strategy_->lets_time_pass(standstill_.comes_by());
}

inline bool World::take(const Transition& chosen) {
  const Transition transition = chosen;   // The strategy's own may move.
  if (transition.kind == StepKind::kFire && finds_cutoffs() && !watches_timers_) {
    ending_ = Ending::kAsks;
    return false;
  }
  record(transition);
  if (transition.kind == StepKind::kAdd || transition.kind == StepKind::kWait) check_misuse(transition);
  detector_.on_step(transition, configuration_);
  if (trace_ != nullptr) trace_->stepped(configuration_, transition);
  polling_.stepping(transition);
  if (recurrence_.is_watching()) recurrence_.step(transition);
  commit(transition);
  if (observer_ != nullptr) observer_->after_step(steps_.back());
  return ending_ != Ending::kBounded;
}

/// Whether the steps so far and `t` are those of the execution before. Asked after has_diverged(), so its next step
/// is a decision, as `t` is.
inline bool World::follows_previous_with(const Transition& t) const {
  const std::size_t at = steps_.size();
  return follows_previous_ && at < previous_.size() && previous_[at].transition == t;
}

/// One more step, to be filled in.
inline Step& World::push() {
  detector_.counted_step();
  return steps_.emplace_back();
}

/// Whether equal decisions have led elsewhere than in the previous execution: something decides that
/// is not under control. The goroutines started since the last decision are steps too: no decision may have been here
/// then, and after as many steps the same must have been reached.
inline bool World::has_diverged() {
  const std::size_t at = steps_.size();
  (at == 0 ? begun_ : steps_.back().arrivals) = arrivals_;
  if (!follows_previous_) return false;
  if (at == 0) return previous_begun_ != arrivals_;
  return at > previous_.size() || previous_[at - 1].arrivals != arrivals_;
}

inline void World::record(const Transition& t) {
  if (observer_ != nullptr) observer_->step(step_of(configuration_, t), configuration_, enabled_);
  follows_previous_ = follows_previous_with(t);
  describe(configuration_, t, push());
}

/// The participant goes on with its local code.
void World::resume(GoroutineId id) {
  Goroutine& g = goroutine(id);
  g.stand = Stand::kLocal;
  g.pending = nullptr;
  ++g.steps;
  ready_.push_back(id);
  // main goes last, for its frame ends with it: what the others have reached by then was reached while
  // it lived. Otherwise whoever holds the processor goes first, which saves a switch.
  const auto last = ready_.end() - 1;
  if (ready_next_ == ready_.size() - 1) return;   // Nobody else goes.
  if (*(last - 1) == Registry::kMain) {
    std::iter_swap(last - 1, last);
  } else if (id == running_ && id != Registry::kMain) {
    std::rotate(ready_.begin(), last, ready_.end());
  }
}

void World::complete(Goroutine& g, std::int64_t result) {
  g.pending->result = result;
  resume(g.id);
}

void World::commit(const Transition& t) {
  switch (t.kind) {
    case StepKind::kRendezvous:
    case StepKind::kBufferedSend:
    case StepKind::kBufferedRecv:
    case StepKind::kZeroRecv:
    case StepKind::kPanicSend:
    case StepKind::kClose:
    case StepKind::kPanicClose:
    case StepKind::kCloseOnce:
    case StepKind::kLen:
    case StepKind::kObserve:
    case StepKind::kDefault: return commit_channel(t);
    case StepKind::kFire: return fire(t);
    default: return commit_sync(t);
  }
}

void World::commit_channel(const Transition& t) {
  Goroutine& g = goroutine(t.goroutine);
  Operation& op = *g.pending;
  const auto result_of = [](const Operation& done, std::uint16_t taken, bool ok) -> std::int64_t {
    if (done.kind != OpKind::kSelect) return ok ? 1 : 0;
    done.cases[taken].ok = ok;
    return taken;
  };
  const ChannelSide side = t.kind == StepKind::kDefault || op.kind == OpKind::kClose ||
                                   op.kind == OpKind::kCloseOnce
                               ? ChannelSide{static_cast<ChanCore*>(op.object), nullptr, false}
                               : side_of(op, t.select_case);
  switch (t.kind) {
    case StepKind::kRendezvous: {
      Goroutine& receiver = goroutine(t.peer);
      Operation& other = *receiver.pending;
      {
        const StepCode moves(*this, t.peer);
        side.chan->element.move(side_of(other, t.peer_case).slot, side.slot);
      }
      const std::int64_t sent = result_of(op, t.select_case, true);
      const std::int64_t got = result_of(other, t.peer_case, true);
      complete(g, sent);
      complete(receiver, got);
      return;
    }
    case StepKind::kBufferedSend:
    case StepKind::kBufferedRecv: {
      const StepCode moves(*this, t.goroutine);
      if (side.is_send) {
        side.chan->put(side.slot);
      } else {
        side.chan->take(side.slot);
        if (side.chan->timer != nullptr) note_time(side, rules::wants_value(op, t.select_case));
      }
    }
      return complete(g, result_of(op, t.select_case, true));
    case StepKind::kZeroRecv: return complete(g, result_of(op, t.select_case, false));
    case StepKind::kPanicSend:
      op.fault = detail::Fault::kSendOnClosed;
      return complete(g, result_of(op, t.select_case, false));
    case StepKind::kClose:
      side.chan->chan.closed = true;
      return complete(g, 0);
    case StepKind::kPanicClose:
      op.fault = side.chan == nullptr ? detail::Fault::kCloseOfNil
                                      : detail::Fault::kCloseOfClosed;
      return complete(g, 0);
    case StepKind::kCloseOnce: {
      auto& state = side.chan->chan;
      const bool closes = !state.closed;
      if (closes) {
        state.closed = true;
        state.close_reason = static_cast<std::uint8_t>(op.argument);
      }
      return complete(g, closes ? 1 : 0);
    }
    case StepKind::kLen: return complete(g, side.chan->chan.length);
    case StepKind::kObserve: {
      const auto& state = side.chan->chan;
      return complete(g, state.closed ? state.close_reason : 0);
    }
    default: return complete(g, op.case_count);   // kDefault
  }
}

void World::commit_sync(const Transition& t) {
  Goroutine& g = goroutine(t.goroutine);
  Operation& op = *g.pending;
  Object* object = op.object;
  std::int64_t result = 0;
  switch (t.kind) {
    case StepKind::kChoose: return complete(g, t.value);
    case StepKind::kNow:
      read_clock();
      return complete(g, configuration_.now_ns);
    case StepKind::kLock:
      if (op.kind == OpKind::kCondWait) object = mutex_of(op);
      break;
    case StepKind::kTryLock: result = rules::is_free(*object) ? 1 : 0; break;
    case StepKind::kFatalUnlock: return fatal_unlock(g);
    case StepKind::kReadLock: ++g.read_locks; break;
    case StepKind::kTryReadLock:
      result = rules::is_free_to_read(*object) ? 1 : 0;
      if (result != 0) ++g.read_locks;
      break;
    case StepKind::kForeignReadUnlock:
    case StepKind::kReadUnlock:
      if (g.read_locks > 0) --g.read_locks;
      break;
    case StepKind::kAnnounce:
      rules::apply(t.kind, g.id, op.argument, *object);
      g.phase = Phase::kAcquire;
      ++g.steps;
      return;
    case StepKind::kTryWriteLock:
      result = rules::is_free_to_write(*object) ? 1 : 0;
      break;
    case StepKind::kNegative: op.fault = detail::Fault::kNegativeCounter; break;
    case StepKind::kOnceEnter: result = 1; break;
    case StepKind::kPark:
      mutex_of(op)->mutex.owner = 0;
      configuration_.parked.push_back({object, g.id});
      g.phase = Phase::kParked;
      ++g.steps;
      return;
    case StepKind::kSignal:
    case StepKind::kBroadcast:
      wake(object, t.kind == StepKind::kBroadcast);
      return complete(g, 0);
    case StepKind::kOutlived:
      if (g.outlived == StepKind::kFatalUnlock) return fatal_unlock(g);
      if (g.outlived == StepKind::kNegative) op.fault = detail::Fault::kNegativeCounter;
      return complete(g, 1);
    case StepKind::kTimerStart:
      start_timer(g, static_cast<TimerCore*>(object), op.argument);
      return complete(g, 0);
    case StepKind::kTimerStop: return complete(g, disarm(static_cast<TimerCore*>(object)) ? 1 : 0);
    case StepKind::kTimerReset: {
      const bool was_pending = disarm(static_cast<TimerCore*>(object));
      start_timer(g, static_cast<TimerCore*>(object), op.argument);
      return complete(g, was_pending ? 1 : 0);
    }
    default: break;   // Atomics: the goroutine itself touches the value.
  }
  if (object != nullptr) rules::apply(t.kind, g.id, op.argument, *object);
  complete(g, result);
}

void World::fatal_unlock(Goroutine& g) {
  const OpKind kind = g.pending->kind;
  report(FindingKind::kUnlockOfUnlocked, g.id, g.pending->where,
         kind == OpKind::kUnlock || kind == OpKind::kCondWait ? "sync: unlock of unlocked mutex"
         : kind == OpKind::kReadUnlock ? "sync: RUnlock of unlocked RWMutex"
                                       : "sync: Unlock of unlocked RWMutex");
  finish(g.id, Stand::kStopped);
}

void World::wake(Object* cond, bool all) {
  auto& parked = configuration_.parked;
  for (auto at = parked.begin(); at != parked.end();) {
    if (at->cond != cond) {
      ++at;
      continue;
    }
    goroutine(at->goroutine).phase = Phase::kRelock;
    at = parked.erase(at);
    if (!all) return;
  }
}

// ---- Timers

/// From here on two states that differ in how late it is may lead elsewhere.
void World::read_clock() {
  has_read_clock_ = true;
  standstill_.begin();
}

/// What was received is the time that a timer has sent. Where nobody looks, it must not look different each time.
void World::note_time(const ChannelSide& side, bool is_wanted) {
  if (is_wanted) read_clock();
  if (!is_wanted) std::memset(side.slot, 0, side.chan->element.size);
  std::memset(side.chan->ring, 0, side.chan->element.size);
}

void World::start_timer(Goroutine& g, TimerCore* timer, std::int64_t delay_ns) {
  auto& state = timer->timer;
  state.deadline_ns = detail::deadline_after(configuration_.now_ns, std::max<std::int64_t>(delay_ns, 0));
  // Where time ends, deadlines say how late it is.
  if (state.deadline_ns == std::numeric_limits<std::int64_t>::max()) read_clock();
  if (state.sequence == 0) configuration_.timers_ever.push_back(timer);   // The first time.
  state.sequence = ++timer_sequence_;
  state.pending = true;
  const GoroutineId id = registry_.child(g.id, ++g.timers, true);
  make_room(id);
  goroutine(id).children = 0;
  configuration_.timers.push_back({id, timer});
  if (recurrence_.is_watching() && state.period_ns == 0) recurrence_.timer_started(id);
  detail::retain(timer);
}

bool World::disarm(TimerCore* timer) {
  auto& timers = configuration_.timers;
  const auto at = std::find_if(timers.begin(), timers.end(),
                               [&](const auto& armed) { return armed.timer == timer; });
  if (at == timers.end()) return false;
  timers.erase(at);
  timer->timer.pending = false;
  detail::release(timer);
  return true;
}

/// Tickers that are passed over, because nobody has received their last tick, do not make up for it later [Go,
/// time.NewTicker].
void World::drop_ticks_before(const detail::TimerState& next) {
  for (const auto& armed : configuration_.timers) {
    auto& state = armed.timer->timer;
    if (&state == &next || !rules::is_due_before(state, next)) continue;
    const std::int64_t overdue_ns = next.deadline_ns - state.deadline_ns;
    const std::int64_t ticks = std::max<std::int64_t>((overdue_ns + state.period_ns - 1) / state.period_ns, 1);
    state.deadline_ns = detail::deadline_after(state.deadline_ns, ticks * state.period_ns);
    state.sequence = ++timer_sequence_;
  }
}

void World::fire(const Transition& t) {
  const auto at = std::find_if(configuration_.timers.begin(), configuration_.timers.end(),
                               [&](const auto& armed) { return armed.id == t.goroutine; });
  TimerCore* timer = at->timer;
  auto& state = timer->timer;
  drop_ticks_before(state);
  configuration_.now_ns = std::max(configuration_.now_ns, state.deadline_ns);
  if (timer->chan != nullptr) {
    std::int64_t now = configuration_.now_ns;   // The representation of TimePoint.
    if (timer->chan->chan.length < timer->chan->chan.capacity) timer->chan->put(&now);
  } else {
    const GoroutineId child =
        registry_.child(t.goroutine, ++goroutine(t.goroutine).children, false);
    detail::Entry* kept = entry_of(child);
    if (kept == nullptr) {
      ending_ = Ending::kBounded;
      return;
    }
    const Operation go{.kind = OpKind::kGo, .where = timer->made, .name = "timer"};
    if (observer_ != nullptr) observer_->goroutine(child, t.goroutine, go);
    start(child, run_entry, kept);
    detector_.fork(child, *timer);
    const StepCode copies(*this, child);
    *kept = timer->make_entry(timer->context);
  }
  if (state.period_ns > 0) {
    state.deadline_ns = detail::deadline_after(state.deadline_ns, state.period_ns);
    state.sequence = ++timer_sequence_;
  } else {
    disarm(timer);
  }
}

// ---- WaitGroup misuse

/// An add that finds the counter at zero must be ordered before every wait [Go, sync.WaitGroup.Add]:
/// here both could be next.
/// Requires: `t` is an add or a wait.
void World::check_misuse(const Transition& t) {
  const Operation& op = *configuration_.at(t.goroutine).pending;
  if (op.object->wait_group.counter != 0 || (t.kind == StepKind::kAdd && op.argument == 0)) return;
  for (const GoroutineId id : configuration_.live) {
    const Goroutine& other = configuration_.at(id);
    if (id == t.goroutine || other.stand != Stand::kPending) continue;
    if (other.pending->object != op.object || other.is_gone) continue;
    const bool is_add = other.pending->kind == OpKind::kAdd && other.pending->argument > 0;
    const bool is_wait = other.pending->kind == OpKind::kWait;
    if (t.kind == StepKind::kAdd ? is_wait : is_add) {
      return report(FindingKind::kWaitGroupMisuse, t.goroutine, op.where,
                    "WaitGroup.add from zero concurrent with wait");
    }
  }
}

}  // namespace gocheck::checker
