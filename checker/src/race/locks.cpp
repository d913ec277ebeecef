// The C library's locks in instrumented code, as the linker's --wrap gives them to us: what
// std::mutex, std::recursive_mutex, std::shared_mutex, their timed variants and std::call_once come to. Under check
// they are operations like those of Mutex and RWMutex, which wait, order and deadlock as those do;
// the lock itself, which is free when its turn comes, is taken as well, for whoever else looks at
// it.
//
// This file is in a program only when it is linked with --wrap.

#include <cerrno>
#include <ctime>
#include <mutex>

#include <pthread.h>

#include <gocheck/defer.hpp>
#include <gocheck/detail/controller.hpp>

#include "race/detector.hpp"
#include "stack/backtrace.hpp"

using gocheck::checker::race::detector;
using gocheck::checker::race::kAtomic;
using gocheck::checker::race::kRead;
using gocheck::checker::race::on;
using gocheck::detail::Object;
using gocheck::detail::ObjectKind;
using gocheck::detail::Operation;
using gocheck::detail::OpKind;

extern "C" {
int __real_pthread_mutex_lock(pthread_mutex_t*);
int __real_pthread_mutex_trylock(pthread_mutex_t*);
int __real_pthread_mutex_timedlock(pthread_mutex_t*, const timespec*);
int __real_pthread_mutex_clocklock(pthread_mutex_t*, clockid_t, const timespec*);
int __real_pthread_mutex_unlock(pthread_mutex_t*);
int __real_pthread_rwlock_rdlock(pthread_rwlock_t*);
int __real_pthread_rwlock_tryrdlock(pthread_rwlock_t*);
int __real_pthread_rwlock_timedrdlock(pthread_rwlock_t*, const timespec*);
int __real_pthread_rwlock_clockrdlock(pthread_rwlock_t*, clockid_t, const timespec*);
int __real_pthread_rwlock_wrlock(pthread_rwlock_t*);
int __real_pthread_rwlock_trywrlock(pthread_rwlock_t*);
int __real_pthread_rwlock_timedwrlock(pthread_rwlock_t*, const timespec*);
int __real_pthread_rwlock_clockwrlock(pthread_rwlock_t*, clockid_t, const timespec*);
int __real_pthread_rwlock_unlock(pthread_rwlock_t*);
int __real_pthread_once(pthread_once_t*, void (*)());
}

namespace {

/// A lock that the program's running goroutine uses.
template <typename Lock>
class Use {
 public:
  Use(Lock* lock, ObjectKind kind, void* caller)
      : address_(reinterpret_cast<std::uintptr_t>(lock)),
        pc_(reinterpret_cast<std::uintptr_t>(caller)),
        object_(detector->lock_at(kind, address_)) {}
  ~Use() { detector->entered(nullptr); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

  [[nodiscard]] const Object& object() const { return object_; }

  /// Waits for the operation's turn; its result.
  std::int64_t perform(OpKind kind) const {
    Operation operation{.kind = kind, .object = &object_, .where = {}};
    gocheck::detail::active_controller->perform(operation);
    return operation.result;
  }
  /// Making and freeing the lock must be ordered with every use. Requires: before an unlock, after
  /// a lock.
  void touch() const { detector->access(address_, sizeof(Lock), kAtomic | kRead, pc_); }

 private:
  std::uintptr_t address_;
  std::uintptr_t pc_;
  Object& object_;
};

/// Takes the lock itself, which nobody holds whose turn is known: otherwise code out of control
/// does.
template <auto Attempt, auto Wait, typename Lock>
int take(Lock* lock) {
  const int status = Attempt(lock);
  return status == EBUSY ? Wait(lock)
                         : status;  // Refused by its name (interpose/uncontrolled.cpp).
}

constexpr auto take_mutex =
    take<__real_pthread_mutex_trylock, __real_pthread_mutex_lock, pthread_mutex_t>;
constexpr auto take_shared =
    take<__real_pthread_rwlock_tryrdlock, __real_pthread_rwlock_rdlock, pthread_rwlock_t>;
constexpr auto take_exclusive =
    take<__real_pthread_rwlock_trywrlock, __real_pthread_rwlock_wrlock, pthread_rwlock_t>;

/// A recursive mutex that the running goroutine holds.
bool is_held_here(const pthread_mutex_t* mutex, const Object& object) {
  constexpr int kKind = 3;  // Without what else is kept there.
  return (mutex->__data.__kind & kKind) == PTHREAD_MUTEX_RECURSIVE &&
         object.mutex.owner == detector->running();
}

int lock_mutex(pthread_mutex_t* mutex, void* caller) {
  const Use use(mutex, ObjectKind::kMutex, caller);
  if (!is_held_here(mutex, use.object())) use.perform(OpKind::kLock);
  use.touch();
  return take_mutex(mutex);
}

/// Also with a timeout: to wait and then succeed is to try later, and to give up is to have tried
/// earlier.
int try_mutex(pthread_mutex_t* mutex, int refusal, void* caller) {
  const Use use(mutex, ObjectKind::kMutex, caller);
  if (!is_held_here(mutex, use.object()) && use.perform(OpKind::kTryLock) == 0) return refusal;
  use.touch();
  return take_mutex(mutex);
}

int unlock_mutex(pthread_mutex_t* mutex, void* caller) {
  const Use use(mutex, ObjectKind::kMutex, caller);
  use.touch();
  const bool is_outer = !is_held_here(mutex, use.object()) || mutex->__data.__count <= 1;
  // Locked by code out of control, it is no matter of ours.
  const bool is_foreign = use.object().mutex.owner == 0 && mutex->__data.__lock != 0;
  if (is_outer && !is_foreign) use.perform(OpKind::kUnlock);
  return __real_pthread_mutex_unlock(mutex);
}

template <typename Take>
int lock_rwlock(pthread_rwlock_t* lock, OpKind kind, Take take_it, void* caller) {
  const Use use(lock, ObjectKind::kRWMutex, caller);
  use.perform(kind);
  use.touch();
  return take_it(lock);
}

template <typename Take>
int try_rwlock(pthread_rwlock_t* lock, OpKind kind, Take take_it, int refusal, void* caller) {
  const Use use(lock, ObjectKind::kRWMutex, caller);
  if (use.perform(kind) == 0) return refusal;
  use.touch();
  return take_it(lock);
}

int unlock_rwlock(pthread_rwlock_t* lock, void* caller) {
  const Use use(lock, ObjectKind::kRWMutex, caller);
  use.touch();
  const auto& state = use.object().rwmutex;
  if (state.writer_holds) {
    use.perform(OpKind::kWriteUnlock);
  } else if (state.readers > 0) {
    use.perform(OpKind::kReadUnlock);
  }
  return __real_pthread_rwlock_unlock(lock);
}

/// Of several calls, one at a time: whoever finds that nothing has been run, or that it threw, runs the function.
int run_once(pthread_once_t* once, void (*function)(), void* caller) {
  // std::call_once says in variables of the thread what is to be run. All threads are one.
  void* const callable = std::__once_callable;
  void (*const call)() = std::__once_call;
  {
    const Use use(once, ObjectKind::kMutex, caller);
    use.perform(OpKind::kLock);
    use.touch();
  }
  std::__once_callable = callable;
  std::__once_call = call;
  const gocheck::Defer finish([&] {
    const Use use(once, ObjectKind::kMutex, caller);
    use.perform(OpKind::kUnlock);
  });
  return __real_pthread_once(once, function);
}

}  // namespace

#define GOCHECK_CALLER __builtin_return_address(0)
#define GOCHECK_WRAP(name, parameters, arguments, controlled) \
  int __wrap_##name parameters {                              \
    if (!on) return __real_##name arguments;                  \
    detector->entered(gocheck::checker::caller_state());      \
    return controlled;                                        \
  }
#define GOCHECK_TIMED(name, type, controlled)                                                      \
  GOCHECK_WRAP(name##timed##type, (LOCK * lock, const timespec* until), (lock, until), controlled) \
  GOCHECK_WRAP(name##clock##type, (LOCK * lock, clockid_t clock, const timespec* until),           \
               (lock, clock, until), controlled)

extern "C" {

#define LOCK pthread_mutex_t
GOCHECK_WRAP(pthread_mutex_lock, (LOCK * lock), (lock), lock_mutex(lock, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_mutex_trylock, (LOCK * lock), (lock), try_mutex(lock, EBUSY, GOCHECK_CALLER))
GOCHECK_TIMED(pthread_mutex_, lock, try_mutex(lock, ETIMEDOUT, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_mutex_unlock, (LOCK * lock), (lock), unlock_mutex(lock, GOCHECK_CALLER))
#undef LOCK

#define LOCK pthread_rwlock_t
GOCHECK_WRAP(pthread_rwlock_rdlock, (LOCK * lock), (lock),
             lock_rwlock(lock, OpKind::kReadLock, take_shared, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_rwlock_wrlock, (LOCK * lock), (lock),
             lock_rwlock(lock, OpKind::kWriteLock, take_exclusive, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_rwlock_tryrdlock, (LOCK * lock), (lock),
             try_rwlock(lock, OpKind::kTryReadLock, take_shared, EBUSY, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_rwlock_trywrlock, (LOCK * lock), (lock),
             try_rwlock(lock, OpKind::kTryWriteLock, take_exclusive, EBUSY, GOCHECK_CALLER))
GOCHECK_TIMED(pthread_rwlock_, rdlock,
              try_rwlock(lock, OpKind::kTryReadLock, take_shared, ETIMEDOUT, GOCHECK_CALLER))
GOCHECK_TIMED(pthread_rwlock_, wrlock,
              try_rwlock(lock, OpKind::kTryWriteLock, take_exclusive, ETIMEDOUT, GOCHECK_CALLER))
GOCHECK_WRAP(pthread_rwlock_unlock, (LOCK * lock), (lock), unlock_rwlock(lock, GOCHECK_CALLER))
#undef LOCK

GOCHECK_WRAP(pthread_once, (pthread_once_t * once, void (*function)()), (once, function),
             run_once(once, function, GOCHECK_CALLER))

}  // extern "C"
