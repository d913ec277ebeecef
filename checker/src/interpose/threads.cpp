// Threads of the C library, and what waits for them: what std::thread and std::condition_variable, and with them
// std::jthread and std::condition_variable_any, come to; and sleeps. In instrumented code under check a thread is a
// goroutine, and these are operations as those of Cond, WaitGroup and sleep(): explored, ordered, found in deadlocks.
// Elsewhere under check they are findings (GC014), for locks are not under control there.
#include <cerrno>
#include <ctime>

#include <pthread.h>
#include <unistd.h>

#include <gocheck/goroutine.hpp>
#include <gocheck/time.hpp>
#include <gocheck/wait_group.hpp>

#include "engine/world.hpp"
#include "interpose/real.hpp"
#include "interpose/refuse.hpp"

using gocheck::Location;
using gocheck::checker::refuse;
using gocheck::checker::World;
using gocheck::checker::world_of_program;
using gocheck::checker::race::detector;
using gocheck::checker::race::kAtomic;
using gocheck::checker::race::kRead;
using gocheck::checker::race::Note;
using gocheck::checker::race::on;
using gocheck::detail::Entry;
using gocheck::detail::Object;
using gocheck::detail::ObjectKind;
using gocheck::detail::Operation;
using gocheck::detail::OpKind;

namespace {

/// What a pthread_t stands for. Stays until the execution is over: who may still ask for it cannot be told.
struct Thread {
  void* (*start)(void*);
  void* argument;
  void* result = nullptr;
  gocheck::WaitGroup end{"end of a thread", Location{}};
};

thread_local Thread* self = nullptr;   // Null in what is no such thread.

World& world() { return *static_cast<World*>(gocheck::detail::active_controller); }

pthread_t handle_of(Thread* thread) { return reinterpret_cast<pthread_t>(thread); }
Thread& thread_of(pthread_t handle) { return *reinterpret_cast<Thread*>(handle); }

void run(void* context) {
  world().become_thread();
  self = static_cast<Thread*>(context);
  self->result = self->start(self->argument);
  self->end.done(Location{});
}

int start_thread(pthread_t* handle, void* (*start)(void*), void* argument) {
  auto* const thread = new Thread{start, argument};
  thread->end.add(1, Location{});
  *handle = handle_of(thread);
  gocheck::detail::start_goroutine(Entry{run, thread}, "thread", Location{});
  return 0;
}

void perform(OpKind kind, Object& object, Object* with = nullptr) {
  Operation operation{.kind = kind, .object = &object, .where = {}, .slot = with};
  gocheck::detail::active_controller->perform(operation);
}

/// The object behind a condition variable: its lock orders, being woken does not. Making and freeing it must be
/// ordered with every use.
Object& object_of(pthread_cond_t* cond, void* caller) {
  const auto address = reinterpret_cast<std::uintptr_t>(cond);
  detector->access(address, sizeof *cond, kAtomic | kRead, reinterpret_cast<std::uintptr_t>(caller));
  return detector->unordered_at(ObjectKind::kCond, address);
}

int unlock(pthread_mutex_t* mutex) {
  GOCHECK_REAL(pthread_mutex_unlock);
  return real(mutex);
}
int try_lock(pthread_mutex_t* mutex) {
  GOCHECK_REAL(pthread_mutex_trylock);
  return real(mutex);
}

/// The lock itself is held whenever the operation says that it is (race/locks.cpp).
int wait_for(pthread_cond_t* cond, pthread_mutex_t* mutex, void* caller) {
  Object& object = object_of(cond, caller);
  Object& lock = detector->lock_at(ObjectKind::kMutex, reinterpret_cast<std::uintptr_t>(mutex));
  unlock(mutex);
  perform(OpKind::kCondWait, object, &lock);
  if (try_lock(mutex) == EBUSY) {
    refuse(world(), "pthread_cond_wait() waits for a lock that code out of control holds", caller);
  }
  return 0;
}

std::int64_t nanoseconds(const timespec& duration) {
  return std::int64_t{duration.tv_sec} * 1'000'000'000 + duration.tv_nsec;
}

int sleep_for(std::int64_t ns) {
  gocheck::sleep(std::chrono::nanoseconds(ns), Location{});
  return 0;
}

}  // namespace

#define GOCHECK_CALLER __builtin_return_address(0)

/// A function that is an operation in instrumented code under check, and a finding in other code.
#define GOCHECK_CONTROL(controlled, refusal)                 \
  if (on) {                                                  \
    const Note note(gocheck::checker::caller_state());       \
    return controlled;                                       \
  }                                                          \
  GOCHECK_REFUSE(refusal)

extern "C" {

int pthread_create(pthread_t* __restrict thread, const pthread_attr_t* __restrict attributes,
                   void* (*start)(void*), void* __restrict argument) noexcept {
  GOCHECK_CONTROL(start_thread(thread, start, argument),
                  "pthread_create() starts a thread that is not under control; use go()")
  GOCHECK_REAL(pthread_create);
  return real(thread, attributes, start, argument);
}

int pthread_join(pthread_t thread, void** result) {
  const auto join = [&] {
    thread_of(thread).end.wait(Location{});
    if (result != nullptr) *result = thread_of(thread).result;
    return 0;
  };
  GOCHECK_CONTROL(join(), "pthread_join() waits for a thread that is not under control")
  GOCHECK_REAL(pthread_join);
  return real(thread, result);
}

int pthread_detach(pthread_t thread) noexcept {
  if (on) return 0;
  GOCHECK_REAL(pthread_detach);
  return real(thread);
}

pthread_t pthread_self() noexcept {
  if (self != nullptr) return handle_of(self);
  GOCHECK_REAL(pthread_self);
  return real();
}

void pthread_exit(void* result) {
  GOCHECK_REFUSE("pthread_exit() ends a thread without leaving its function; return from it")
  GOCHECK_REAL(pthread_exit);
  real(result);
  __builtin_unreachable();
}

int pthread_cond_wait(pthread_cond_t* __restrict cond, pthread_mutex_t* __restrict mutex) {
  GOCHECK_CONTROL(wait_for(cond, mutex, GOCHECK_CALLER),
                  "pthread_cond_wait() waits for what is not under control; use gocheck::Cond")
  GOCHECK_REAL(pthread_cond_wait);
  return real(cond, mutex);
}

int pthread_cond_signal(pthread_cond_t* cond) noexcept {
  if (on) {
    const Note note(gocheck::checker::caller_state());
    perform(OpKind::kSignal, object_of(cond, GOCHECK_CALLER));
    return 0;
  }
  GOCHECK_REAL(pthread_cond_signal);
  return real(cond);
}

int pthread_cond_broadcast(pthread_cond_t* cond) noexcept {
  if (on) {
    const Note note(gocheck::checker::caller_state());
    perform(OpKind::kBroadcast, object_of(cond, GOCHECK_CALLER));
    return 0;
  }
  GOCHECK_REAL(pthread_cond_broadcast);
  return real(cond);
}

int nanosleep(const timespec* duration, timespec* rest) {
  GOCHECK_CONTROL(sleep_for(nanoseconds(*duration)), "nanosleep() sleeps in real time; use gocheck::sleep()")
  GOCHECK_REAL(nanosleep);
  return real(duration, rest);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* duration, timespec* rest) {
  const auto sleep_now = [&] {
    if ((flags & TIMER_ABSTIME) != 0) {
      refuse(world(), "clock_nanosleep() sleeps until a real time; use gocheck::sleep()", GOCHECK_CALLER);
    }
    return sleep_for(nanoseconds(*duration));
  };
  GOCHECK_CONTROL(sleep_now(), "clock_nanosleep() sleeps in real time; use gocheck::sleep()")
  GOCHECK_REAL(clock_nanosleep);
  return real(clock, flags, duration, rest);
}

int usleep(useconds_t duration) {
  GOCHECK_CONTROL(sleep_for(std::int64_t{duration} * 1'000), "usleep() sleeps in real time; use gocheck::sleep()")
  GOCHECK_REAL(usleep);
  return real(duration);
}

unsigned sleep(unsigned duration) {
  GOCHECK_CONTROL(static_cast<unsigned>(sleep_for(std::int64_t{duration} * 1'000'000'000)),
                  "sleep() sleeps in real time; use gocheck::sleep()")
  GOCHECK_REAL(sleep);
  return real(duration);
}

}  // extern "C"
