// Calls of the C library that wait for real, or make processes, and have no counterpart under control: who waits in the
// one thread that there is under check waits for ever, so they are findings (GC014) by their name, at the program's line.
// A lock that is free is taken as ever. Locks of instrumented code do not come here: they are operations
// (race/locks.cpp), as are its threads and sleeps (interpose/threads.cpp).
//
// In code that is not instrumented std::atomic::wait, semaphores, latches, barriers and futures wait in a system call of
// their own: the watchdog finds those (worker/watchdog.hpp).

#include <cerrno>
#include <ctime>

#include <pthread.h>
#include <unistd.h>

#include "interpose/real.hpp"
#include "interpose/refuse.hpp"

using gocheck::checker::refuse;
using gocheck::checker::world_of_program;

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

GOCHECK_LOCK(pthread_mutex_t, pthread_mutex_lock, pthread_mutex_trylock,
             "pthread_mutex_lock() waits for a lock that is not under control; use gocheck::Mutex")
GOCHECK_LOCK(pthread_rwlock_t, pthread_rwlock_rdlock, pthread_rwlock_tryrdlock,
             "pthread_rwlock_rdlock() waits for a lock that is not under control; use "
             "gocheck::RWMutex")
GOCHECK_LOCK(pthread_rwlock_t, pthread_rwlock_wrlock, pthread_rwlock_trywrlock,
             "pthread_rwlock_wrlock() waits for a lock that is not under control; use "
             "gocheck::RWMutex")

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

pid_t fork() noexcept {
  GOCHECK_REFUSE("fork() makes a process that is not under control");
  GOCHECK_REAL(fork);
  return real();
}

}  // extern "C"
