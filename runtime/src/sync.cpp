// The methods of the synchronisation objects: each describes its operation and performs it.

#include <gocheck/atomic.hpp>
#include <gocheck/choose.hpp>
#include <gocheck/cond.hpp>
#include <gocheck/mutex.hpp>
#include <gocheck/once.hpp>
#include <gocheck/panic.hpp>
#include <gocheck/rwmutex.hpp>
#include <gocheck/wait_group.hpp>

#include "perform.hpp"

namespace gocheck {

using detail::Object;
using detail::ObjectKind;
using detail::Operation;
using detail::OpKind;

namespace {

/// Performs an operation that has no operand and never panics; returns its result.
std::int64_t perform(OpKind kind, Object& object, Location where) {
  Operation operation{.kind = kind, .object = &object, .where = where};
  detail::perform(operation);
  return operation.result;
}

}  // namespace

Mutex::Mutex(const char* mutex_name, Location where)
    : Object(ObjectKind::kMutex, mutex_name, where) {}
void Mutex::lock(Location where) { perform(OpKind::kLock, *this, where); }
bool Mutex::try_lock(Location where) { return perform(OpKind::kTryLock, *this, where) == 1; }
void Mutex::unlock(Location where) { perform(OpKind::kUnlock, *this, where); }

RWMutex::RWMutex(const char* mutex_name, Location where)
    : Object(ObjectKind::kRWMutex, mutex_name, where) {}
void RWMutex::lock(Location where) { perform(OpKind::kWriteLock, *this, where); }
bool RWMutex::try_lock(Location where) {
  return perform(OpKind::kTryWriteLock, *this, where) == 1;
}
void RWMutex::unlock(Location where) { perform(OpKind::kWriteUnlock, *this, where); }
void RWMutex::lock_shared(Location where) { perform(OpKind::kReadLock, *this, where); }
bool RWMutex::try_lock_shared(Location where) {
  return perform(OpKind::kTryReadLock, *this, where) == 1;
}
void RWMutex::unlock_shared(Location where) { perform(OpKind::kReadUnlock, *this, where); }

WaitGroup::WaitGroup(const char* group_name, Location where)
    : Object(ObjectKind::kWaitGroup, group_name, where) {}
void WaitGroup::add(int n, Location where) {
  Operation operation{.kind = OpKind::kAdd, .object = this, .where = where, .argument = n};
  detail::perform(operation);
  detail::raise(operation.fault, where);
}
void WaitGroup::wait(Location where) { perform(OpKind::kWait, *this, where); }

Once::Once(const char* once_name, Location where) : Object(ObjectKind::kOnce, once_name, where) {}
bool Once::enter(Location where) { return perform(OpKind::kOnceCall, *this, where) == 1; }
void Once::leave(Location where) { perform(OpKind::kOnceDone, *this, where); }

Cond::Cond(Mutex& locker, const char* cond_name, Location where)
    : Object(ObjectKind::kCond, cond_name, where), mutex_(locker) {}
void Cond::wait(Location where) {
  Operation operation{.kind = OpKind::kCondWait,
                      .object = this,
                      .where = where,
                      .slot = static_cast<Object*>(&mutex_)};
  detail::perform(operation);
}
void Cond::signal(Location where) { perform(OpKind::kSignal, *this, where); }
void Cond::broadcast(Location where) { perform(OpKind::kBroadcast, *this, where); }

void detail::before_atomic(OpKind kind, Object& atomic, void* value, std::size_t size,
                           Location where) {
  if (active_controller == nullptr) [[likely]] return production::disturb_if_enabled();
  Operation operation{.kind = kind,
                      .object = &atomic,
                      .where = where,
                      .slot = value,
                      .argument = static_cast<std::int64_t>(size)};
  active_controller->perform(operation);
}

int choose(int n, Location where) {
  if (n < 1) panic("choose: n must be positive", where);
  Operation operation{.kind = OpKind::kChoose, .where = where, .argument = n};
  detail::perform(operation);
  return static_cast<int>(operation.result);
}

}  // namespace gocheck
