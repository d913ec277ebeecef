#include "scheduler.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <mutex>
#include <new>
#include <set>
#include <thread>

#include <gocheck/time.hpp>

#include "../context_switch.hpp"
#include "../deadline.hpp"
#include "../goroutine.hpp"
#include "channel.hpp"
#include "chaos.hpp"
#include "goroutine.hpp"

// One run queue, first in first out, and one mutex for it, the timers and the list of goroutines.
// Workers are threads that take goroutines from the queue; a goroutine that parks switches back to
// its worker. Threads are made when there is work for them, so a program without goroutines has one.
//
// Lock order: object's spin lock, then the scheduler's mutex.

namespace gocheck::detail::production {
namespace {

constexpr std::size_t kStackBytes = 256 * 1024;         // Virtual: pages are touched on use.
constexpr std::size_t kMainStackBytes = 8 * 1024 * 1024;
constexpr auto kStopTime = std::chrono::milliseconds(100);

/// A thread that runs goroutines.
struct Worker {
  ExecutionContext context;              // Of the thread's own stack.
  Goroutine* running = nullptr;
  void (*release)(void*) = nullptr;      // To be called when `running` has left its stack.
  void* argument = nullptr;
};

thread_local Worker* this_worker_ = nullptr;

/// Not inlined: a goroutine resumes on other threads, and the compiler may keep the address of a
/// thread_local across the switch.
__attribute__((noinline)) Worker* this_worker() {
  asm volatile("" ::: "memory");
  return this_worker_;
}

struct ByDeadline {
  bool operator()(const TimerCore* a, const TimerCore* b) const {
    if (a->timer.deadline_ns != b->timer.deadline_ns)
      return a->timer.deadline_ns < b->timer.deadline_ns;
    return a->timer.sequence < b->timer.sequence;
  }
};

struct Scheduler {
  std::mutex mutex;
  std::condition_variable work;          // Idle workers wait for it.
  std::condition_variable out;           // A worker has left its last goroutine.

  Goroutine* first = nullptr;            // Run queue.
  Goroutine* last = nullptr;
  Goroutine* free = nullptr;
  Goroutine* live = nullptr;             // Newest first.
  std::uint64_t live_count = 0;
  std::uint64_t last_id = 0;

  int workers_max = 1;
  int workers = 0;
  int idle = 0;
  int workers_out = 0;
  int hosts_waiting = 0;                 // Threads in run_and_wait().
  bool program_main = false;             // main is a goroutine.
  bool main_exited = false;              // It called go_exit().
  bool stopping = false;
  bool exiting = false;                  // A goroutine has called exit() and ends the process.
  int status = 0;

  std::set<TimerCore*, ByDeadline> timers;   // Each counted.
  const TimerCore* firing = nullptr;         // Out of the set, its effect not yet there.
  std::condition_variable fired;
  std::uint64_t timer_sequence = 0;

  MainFunction main = nullptr;
  int argc = 0;
  char** argv = nullptr;
  char** envp = nullptr;
};

std::atomic<bool> started_{false};

/// Never destroyed: other threads use it until the process is gone.
Scheduler& scheduler() {
  alignas(Scheduler) static std::byte storage[sizeof(Scheduler)];
  static auto* const instance = ::new (storage) Scheduler;
  return *instance;
}

using Lock = std::unique_lock<std::mutex>;

// ---- The end of the process

/// A goroutine may hold the lock of a stream for ever, so flushing gets limited time.
[[noreturn]] void flush_and_exit(int status) {
  static std::atomic<bool> flushed{false};
  std::thread([] {
    std::fflush(nullptr);
    flushed = true;
  }).detach();
  for (int ms = 0; ms < kStopTime.count() && !flushed; ++ms)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  ::_exit(status);
}

void print_place(const char* lead, const Location& where) {
  if (where.file[0] == '\0') return;
  std::fprintf(stderr, "    %s%s() at %s:%u\n", lead, where.function, where.file, where.line);
}

void print_goroutine(const Goroutine& goroutine, const char* state, const Location& where) {
  std::fprintf(stderr, "\ngoroutine %llu", static_cast<unsigned long long>(goroutine.id));
  if (goroutine.name[0] != '\0') std::fprintf(stderr, " \"%s\"", goroutine.name);
  std::fprintf(stderr, " [%s]:\n", state);
  print_place("", where);
  if (goroutine.creator == 0) return;
  char lead[64];
  std::snprintf(lead, sizeof lead, "created by goroutine %llu in ",
                static_cast<unsigned long long>(goroutine.creator));
  print_place(lead, goroutine.made);
}

/// Requires: the mutex is held and no goroutine runs.
[[noreturn]] void report_deadlock(const Scheduler& s) {
  std::fflush(stdout);
  if (s.live == nullptr && s.main_exited) {
    std::fputs("fatal error: no goroutines (main called go_exit) - deadlock!\n", stderr);
  } else {
    std::fputs("fatal error: all goroutines are asleep - deadlock!\n", stderr);
  }
  const Goroutine* oldest = s.live;
  while (oldest != nullptr && oldest->live_next != nullptr) oldest = oldest->live_next;
  for (; oldest != nullptr; oldest = oldest->live_previous)
    print_goroutine(*oldest, oldest->reason, oldest->where);
  flush_and_exit(2);
}

// ---- Workers

void run_worker(Worker& worker);

void add_worker(Scheduler& s) {
  ++s.workers;
  std::thread([] {
    Worker worker;
    run_worker(worker);
  }).detach();
}

/// Something can be done: gets a worker to look at it. Requires: the mutex is held.
void wake_worker(Scheduler& s) {
  if (s.idle > 0) {
    s.work.notify_one();
  } else if (s.workers < s.workers_max && !s.stopping) {
    add_worker(s);
  }
}

/// Requires: the mutex is held.
void enqueue(Scheduler& s, Goroutine* goroutine) {
  goroutine->next = nullptr;
  (s.last != nullptr ? s.last->next : s.first) = goroutine;
  s.last = goroutine;
}

/// Takes the first timer out of the set and fires it, without the mutex meanwhile. Firings happen one
/// after the other and stop() and reset() wait for the one under way, so that each is a single step.
/// Requires: none is under way.
void fire_first_timer(Scheduler& s, Lock& lock, std::int64_t now) {
  TimerCore* const timer = *s.timers.begin();
  s.timers.erase(s.timers.begin());
  if (timer->timer.period_ns > 0) {
    // As in Go, ticks that are missed are skipped.
    const std::int64_t period = timer->timer.period_ns;
    timer->timer.deadline_ns += (1 + (now - timer->timer.deadline_ns) / period) * period;
    s.timers.insert(timer);
    retain(timer);
  } else {
    timer->timer.pending = false;
  }
  s.firing = timer;
  lock.unlock();
  if (timer->chan != nullptr) {
    TimePoint time{Clock::duration(now)};
    offer(*timer->chan, &time);
  } else {
    start(timer->make_entry(timer->context), "after_func", timer->made);
  }
  lock.lock();
  s.firing = nullptr;
  s.fired.notify_all();
  if (s.idle > 0) s.work.notify_one();   // Who went to sleep meanwhile ignores the next deadline.
  lock.unlock();
  release(timer);
  lock.lock();
}

void wait_until_fired(Scheduler& s, Lock& lock, const TimerCore& timer) {
  s.fired.wait(lock, [&] { return s.firing != &timer; });
}

/// Nothing can ever happen again, with goroutines or callers that wait for them.
bool is_deadlock(const Scheduler& s) {
  if (s.idle < s.workers || !s.timers.empty() || s.first != nullptr) return false;
  return s.program_main || s.hosts_waiting > 0;
}

/// Waits for a goroutine to run; null when the process is about to end.
Goroutine* take(Scheduler& s) {
  Lock lock(s.mutex);
  for (;;) {
    if (s.stopping) return nullptr;
    if (!s.timers.empty() && s.firing == nullptr) {
      const std::int64_t now = now_ns();
      if ((*s.timers.begin())->timer.deadline_ns <= now) {
        fire_first_timer(s, lock, now);
        continue;
      }
    }
    if (Goroutine* const goroutine = s.first) {
      s.first = goroutine->next;
      if (s.first == nullptr) s.last = nullptr;
      return goroutine;
    }
    ++s.idle;
    if (is_deadlock(s)) report_deadlock(s);
    if (s.timers.empty() || s.firing != nullptr) {
      s.work.wait(lock);
    } else {
      const std::int64_t wait_ns = (*s.timers.begin())->timer.deadline_ns - now_ns();
      // Bounded: the wait adds to the clock, and a deadline may be centuries away.
      s.work.wait_for(lock, std::chrono::nanoseconds(std::min<std::int64_t>(
                                std::max<std::int64_t>(wait_ns, 0), 1'000'000'000)));
    }
    --s.idle;
  }
}

/// Runs goroutines until the process is about to end.
void run_worker(Worker& worker) {
  Scheduler& s = scheduler();
  this_worker_ = &worker;
  while (Goroutine* const goroutine = take(s)) {
    worker.running = goroutine;
    switch_context(worker.context, goroutine->context);
    worker.running = nullptr;
    worker.release(worker.argument);
  }
  Lock lock(s.mutex);
  ++s.workers_out;
  s.out.notify_all();
  // Each waits for the others: whichever thread main has ended on, the first one may be the one
  // that does not stop, and only it can return from main.
  if (!s.out.wait_for(lock, kStopTime, [&] { return s.workers_out == s.workers || s.exiting; })) {
    lock.unlock();
    flush_and_exit(s.status);
  }
}

/// Leaves the calling goroutine's stack, then calls release(argument) on the worker's.
void leave_stack(void (*release)(void*), void* argument) {
  Worker* const worker = this_worker();
  worker->release = release;
  worker->argument = argument;
  switch_context(worker->running->context, worker->context);
}

Goroutine* require_goroutine() {
  if (Goroutine* const goroutine = current()) return goroutine;
  std::fputs(
      "fatal error: gocheck: a blocking operation outside of a goroutine; use gocheck::run()\n",
      stderr);
  flush_and_exit(2);
}

// ---- Goroutines

/// Makes a record with a stack, or takes one that has been used. Sets its id and lists it.
Goroutine* new_goroutine(Scheduler& s, std::size_t stack_bytes) {
  Goroutine* goroutine = nullptr;
  {
    const Lock lock(s.mutex);
    if (s.free != nullptr && stack_bytes == kStackBytes) {
      goroutine = s.free;
      s.free = goroutine->next;
    }
  }
  if (goroutine == nullptr) {
    goroutine = new Goroutine;
    goroutine->stack = map_stack(stack_bytes);
  }
  const Lock lock(s.mutex);
  goroutine->id = ++s.last_id;
  goroutine->reason = "runnable";
  goroutine->where = {};
  goroutine->live_previous = nullptr;
  goroutine->live_next = s.live;
  if (s.live != nullptr) s.live->live_previous = goroutine;
  s.live = goroutine;
  ++s.live_count;
  return goroutine;
}

/// Called on the worker's stack when the goroutine has left its own for good.
void recycle(void* ended) {
  auto* const goroutine = static_cast<Goroutine*>(ended);
  Scheduler& s = scheduler();
  const Lock lock(s.mutex);
  (goroutine->live_previous != nullptr ? goroutine->live_previous->live_next : s.live) =
      goroutine->live_next;
  if (goroutine->live_next != nullptr)
    goroutine->live_next->live_previous = goroutine->live_previous;
  --s.live_count;
  if (goroutine->stack.size != kStackBytes) return;   // main's, of which there is one.
  goroutine->next = s.free;
  s.free = goroutine;
}

[[noreturn]] void end_goroutine() {
  leave_stack(recycle, current());
  __builtin_unreachable();
}

void finish(const End& end) {
  if (end.kind == EndKind::kPanicked) fail("panic", end.message, end.where);
}

[[noreturn]] void goroutine_body(void* self) {
  const Entry entry = static_cast<Goroutine*>(self)->entry;
  run_to_end(
      [&] {
        entry.run(entry.context);
        return 0;
      },
      finish);
  end_goroutine();
}

void start_with_stack(Entry entry, void (*body)(void*), const char* name, Location where,
                      std::size_t stack_bytes) {
  Scheduler& s = scheduler();
  Goroutine* const creator = current();
  Goroutine* const goroutine = new_goroutine(s, stack_bytes);
  goroutine->entry = entry;
  goroutine->name = name;
  goroutine->made = where;
  goroutine->creator = creator == nullptr ? 0 : creator->id;
  make_context(goroutine->context, goroutine->stack.base, goroutine->stack.size, body, goroutine);
  ready(goroutine);
}

/// The main goroutine. Its end is the program's, unless it called go_exit().
[[noreturn]] void main_body(void* /*self*/) {
  Scheduler& s = scheduler();
  run_to_end([&s] { return s.main(s.argc, s.argv, s.envp); },
             [&s](const End& end) {
               finish(end);
               const Lock lock(s.mutex);
               if (end.kind == EndKind::kExited) {
                 s.main_exited = true;
                 return;
               }
               s.status = end.status;
               s.stopping = true;
               s.work.notify_all();
             });
  end_goroutine();
}

int processors() {
  if (const char* const text = std::getenv("GOCHECK_PROCS")) {
    const int wanted = std::atoi(text);
    if (wanted > 0) return std::min(wanted, 1024);
  }
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
  return 1;
}

std::uint64_t& random_state() {
  static std::atomic<std::uint64_t> threads{0};
  thread_local std::uint64_t state =
      chaos_seed() != 0 ? chaos_seed() * 0x100 + threads++
                        : static_cast<std::uint64_t>(now_ns()) ^
                              reinterpret_cast<std::uintptr_t>(&state);
  return state;
}

/// Not inlined, as this_worker(). splitmix64: any seed will do.
__attribute__((noinline)) std::uint64_t random_number() {
  std::uint64_t z = random_state() += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

/// Requires: the mutex is held; the timer is not in the set.
void insert_timer(Scheduler& s, TimerCore& timer, std::int64_t delay_ns) {
  timer.timer.deadline_ns = deadline_after(now_ns(), delay_ns);
  timer.timer.sequence = ++s.timer_sequence;
  timer.timer.pending = true;
  const auto place = s.timers.insert(&timer).first;
  if (place == s.timers.begin()) wake_worker(s);   // It waits less from now on.
}

}  // namespace

bool started() { return started_.load(std::memory_order_relaxed); }

Goroutine* current() {
  Worker* const worker = this_worker();
  return worker == nullptr ? nullptr : worker->running;
}

bool on_goroutine() { return current() != nullptr; }

void park(const char* reason, Location where, void (*release)(void*), void* argument) {
  Goroutine* const goroutine = require_goroutine();
  goroutine->reason = reason;
  goroutine->where = where;
  leave_stack(release, argument);
}

void ready(Goroutine* goroutine) {
  Scheduler& s = scheduler();
  const Lock lock(s.mutex);
  goroutine->reason = "runnable";
  enqueue(s, goroutine);
  wake_worker(s);
}

void yield() {
  Goroutine* const goroutine = current();
  if (goroutine == nullptr) return;
  park("runnable", {}, [](void* self) { ready(static_cast<Goroutine*>(self)); }, goroutine);
}

void start(Entry entry, const char* name, Location where) {
  start_with_stack(entry, goroutine_body, name, where, kStackBytes);
}

std::uint64_t random_below(std::uint64_t bound) {
  // Rejects the numbers above the largest multiple of `bound`, to be exactly uniform.
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
  std::uint64_t number = 0;
  do {
    number = random_number();
  } while (number >= limit);
  return number % bound;
}

std::int64_t now_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

void start_timer(TimerCore& timer, std::int64_t delay_ns) {
  Scheduler& s = scheduler();
  const Lock lock(s.mutex);
  retain(&timer);
  insert_timer(s, timer, delay_ns);
}

bool stop_timer(TimerCore& timer) {
  Scheduler& s = scheduler();
  {
    Lock lock(s.mutex);
    wait_until_fired(s, lock, timer);
    if (!timer.timer.pending) return false;
    s.timers.erase(&timer);
    timer.timer.pending = false;
    // Idle workers that wait for it may now find that nothing is left to wait for.
    if (s.timers.empty()) s.work.notify_all();
  }
  release(&timer);
  return true;
}

bool reset_timer(TimerCore& timer, std::int64_t delay_ns) {
  Scheduler& s = scheduler();
  Lock lock(s.mutex);
  wait_until_fired(s, lock, timer);
  const bool was_pending = timer.timer.pending;
  if (was_pending) {
    s.timers.erase(&timer);
  } else {
    retain(&timer);
  }
  insert_timer(s, timer, delay_ns);
  return was_pending;
}

int run_main(MainFunction main, int argc, char** argv, char** envp) {
  Scheduler& s = scheduler();
  s.main = main;
  s.argc = argc;
  s.argv = argv;
  s.envp = envp;
  s.program_main = true;
  s.workers_max = processors();
  init_chaos();
  s.workers = 1;
  s.idle = 1;   // This thread, which is about to look: no other is needed for main.
  started_ = true;
  start_with_stack({}, main_body, "main", {}, kMainStackBytes);
  s.idle = 0;

  Worker worker;
  run_worker(worker);
  Lock lock(s.mutex);
  if (s.exiting) {
    lock.unlock();
    for (;;) ::pause();
  }
  return s.status;
}

void run_and_wait(Entry entry) {
  struct Host {
    Entry entry;
    bool done = false;
    std::condition_variable ended;
  } host{entry, false, {}};

  Scheduler& s = scheduler();
  if (!started_.exchange(true)) {
    s.workers_max = processors();
    init_chaos();
  }
  {
    const Lock lock(s.mutex);
    ++s.hosts_waiting;
  }
  const auto run = [](void* context) {
    auto& ran = *static_cast<Host*>(context);
    // Ends also by go_exit(), which unwinds.
    struct Ended {
      Host& host;
      ~Ended() {
        const Lock lock(scheduler().mutex);
        host.done = true;
        host.ended.notify_all();
      }
    } const ended{ran};
    ran.entry.run(ran.entry.context);
  };
  start({run, &host}, "main", {});
  Lock lock(s.mutex);
  host.ended.wait(lock, [&] { return host.done; });
  --s.hosts_waiting;
}

void stop_others(int status) {
  Scheduler& s = scheduler();
  if (current() == nullptr) return;
  Lock lock(s.mutex);
  if (std::exchange(s.stopping, true)) {
    // The program is ending already, by another goroutine.
    lock.unlock();
    for (;;) ::pause();
  }
  s.status = status;
  s.exiting = true;
  s.work.notify_all();
  if (!s.out.wait_for(lock, kStopTime, [&] { return s.workers_out == s.workers - 1; })) {
    lock.unlock();
    flush_and_exit(status);
  }
}

void fail(const char* kind, const char* text, Location where) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s\n", kind, text);
  if (const Goroutine* const goroutine = current()) {
    print_goroutine(*goroutine, "running", where);
  } else {
    print_place("", where);
  }
  flush_and_exit(2);
}

}  // namespace gocheck::detail::production
