// Calls of the C library that make threads, wait for real, or make processes: what std::thread, std::mutex,
// std::condition_variable, std::this_thread::sleep_for and their like come to. Under check there is one thread,
// and who waits in it waits for ever, so they are findings (GC014) by their name, at the program's line.
// A lock that is free is taken as ever. Locks of instrumented code do not come here: they are operations
// (race/locks.cpp).
//
// std::atomic::wait, semaphores, latches and barriers wait in a system call of their own: the watchdog finds
// those (worker/watchdog.hpp).
#include "interpose/uncontrolled.hpp"

#include <cerrno>
#include <ctime>

#include <pthread.h>
#include <unistd.h>

#include "engine/unwind.hpp"
#include "interpose/real.hpp"

namespace gocheck::checker {

World* world_of_program() {
  auto* world = static_cast<World*>(detail::active_controller);
  return world != nullptr && world->in_program() ? world : nullptr;
}

namespace {

[[noreturn]] void refuse(World& world, const char* what, const void* caller) {
  world.stop(FindingKind::kUncontrolled, what, unwind_from(caller));
}

}  // namespace
}  // namespace gocheck::checker

using gocheck::checker::refuse;
using gocheck::checker::world_of_program;

#define GOCHECK_REFUSE(text)                                                     \
  if (auto* world = world_of_program(); world != nullptr) {                      \
    refuse(*world, text, __builtin_return_address(0));                           \
  }

/// A lock that somebody holds: its holder cannot go on while this thread waits.
#define GOCHECK_LOCK(type, name, attempt, text)                             \
  int name(type* lock) noexcept {                                           \
    auto* world = world_of_program();                                       \
    if (world == nullptr) {                                                 \
      GOCHECK_REAL(name);                                                   \
      return real(lock);                                                    \
    }                                                                       \
    GOCHECK_REAL(attempt);                                                  \
    const int result = real(lock);                                          \
    if (result == EBUSY) refuse(*world, text, __builtin_return_address(0)); \
    return result;                                                          \
  }

extern "C" {

int pthread_create(pthread_t* __restrict thread, const pthread_attr_t* __restrict attributes,
                   void* (*start)(void*), void* __restrict argument) noexcept {
  GOCHECK_REFUSE("pthread_create() starts a thread that is not under control; use go()");
  GOCHECK_REAL(pthread_create);
  return real(thread, attributes, start, argument);
}

GOCHECK_LOCK(pthread_mutex_t, pthread_mutex_lock, pthread_mutex_trylock,
             "pthread_mutex_lock() waits for a lock that is not under control; use gocheck::Mutex")
GOCHECK_LOCK(pthread_rwlock_t, pthread_rwlock_rdlock, pthread_rwlock_tryrdlock,
             "pthread_rwlock_rdlock() waits for a lock that is not under control; use "
             "gocheck::RWMutex")
GOCHECK_LOCK(pthread_rwlock_t, pthread_rwlock_wrlock, pthread_rwlock_trywrlock,
             "pthread_rwlock_wrlock() waits for a lock that is not under control; use "
             "gocheck::RWMutex")

int pthread_cond_wait(pthread_cond_t* __restrict cond, pthread_mutex_t* __restrict mutex) {
  GOCHECK_REFUSE("pthread_cond_wait() waits for what is not under control; use gocheck::Cond");
  GOCHECK_REAL(pthread_cond_wait);
  return real(cond, mutex);
}

int pthread_cond_timedwait(pthread_cond_t* __restrict cond, pthread_mutex_t* __restrict mutex,
                           const timespec* __restrict until) {
  GOCHECK_REFUSE("pthread_cond_timedwait() waits in real time; use select with after()");
  GOCHECK_REAL(pthread_cond_timedwait);
  return real(cond, mutex, until);
}

int pthread_cond_clockwait(pthread_cond_t* __restrict cond, pthread_mutex_t* __restrict mutex,
                           clockid_t clock, const timespec* __restrict until) {
  GOCHECK_REFUSE("pthread_cond_clockwait() waits in real time; use select with after()");
  GOCHECK_REAL(pthread_cond_clockwait);
  return real(cond, mutex, clock, until);
}

int nanosleep(const timespec* duration, timespec* rest) {
  GOCHECK_REFUSE("nanosleep() sleeps in real time; use gocheck::sleep()");
  GOCHECK_REAL(nanosleep);
  return real(duration, rest);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* duration, timespec* rest) {
  GOCHECK_REFUSE("clock_nanosleep() sleeps in real time; use gocheck::sleep()");
  GOCHECK_REAL(clock_nanosleep);
  return real(clock, flags, duration, rest);
}

int usleep(useconds_t duration) {
  GOCHECK_REFUSE("usleep() sleeps in real time; use gocheck::sleep()");
  GOCHECK_REAL(usleep);
  return real(duration);
}

unsigned sleep(unsigned duration) {
  GOCHECK_REFUSE("sleep() sleeps in real time; use gocheck::sleep()");
  GOCHECK_REAL(sleep);
  return real(duration);
}

pid_t fork() noexcept {
  GOCHECK_REFUSE("fork() makes a process that is not under control");
  GOCHECK_REAL(fork);
  return real();
}

}  // extern "C"
