// Every operation but those on channels, under the lock of its object.

#include <memory>

#include "channel.hpp"
#include "scheduler.hpp"
#include "spin_lock.hpp"
#include "wait_queue.hpp"

namespace gocheck::detail::production {
namespace {

// Each function takes the lock and gives it up. A WakeList stands before its guard: goroutines are
// woken after the unlock, which is the last access to the object.

void release_lock(void* lock) { spin_unlock(*static_cast<std::atomic<std::uint32_t>*>(lock)); }

/// Parks at the end of the object's queue. Requires: the lock is held; it is released.
void wait_in_queue(const Operation& operation, const char* reason) {
  Parking& parking = operation.object->parking;
  Waiter waiter{.goroutine = current()};
  WaitQueue(parking).push(waiter);
  park(reason, operation.where, release_lock, &parking.lock);
}

void lock(Operation& operation) {
  Object& mutex = *operation.object;
  spin_lock(mutex.parking.lock);
  if (mutex.mutex.owner != 0) return wait_in_queue(operation, "sync.Mutex.Lock");
  mutex.mutex.owner = 1;
  spin_unlock(mutex.parking.lock);
}

void try_lock(Operation& operation) {
  Object& mutex = *operation.object;
  const SpinGuard guard(mutex.parking.lock);
  operation.result = mutex.mutex.owner == 0 ? 1 : 0;
  mutex.mutex.owner = 1;
}

/// Hands the mutex to the goroutine that has waited longest.
void unlock(Object& mutex, Location where) {
  WakeList wake;
  const SpinGuard guard(mutex.parking.lock);
  if (mutex.mutex.owner == 0) fail("fatal error", "sync: unlock of unlocked mutex", where);
  Waiter* const heir = WaitQueue(mutex.parking).pop();
  if (heir == nullptr) mutex.mutex.owner = 0;
  wake.add(heir);
}

// RWMutex: `writer` is set from the announcement on, and the announced writer, if it has to wait
// for readers, is the first in the queue.

void read_lock(Operation& operation) {
  Object& mutex = *operation.object;
  spin_lock(mutex.parking.lock);
  if (mutex.rwmutex.writer != 0) return wait_in_queue(operation, "sync.RWMutex.RLock");
  ++mutex.rwmutex.readers;
  spin_unlock(mutex.parking.lock);
}

void try_read_lock(Operation& operation) {
  Object& mutex = *operation.object;
  const SpinGuard guard(mutex.parking.lock);
  operation.result = mutex.rwmutex.writer == 0 ? 1 : 0;
  mutex.rwmutex.readers += static_cast<std::uint32_t>(operation.result);
}

void write_lock(Operation& operation) {
  Object& mutex = *operation.object;
  spin_lock(mutex.parking.lock);
  RWMutexState& state = mutex.rwmutex;
  if (state.writer == 0 && state.readers == 0) {
    state.writer = 1;
    state.writer_holds = true;
    return spin_unlock(mutex.parking.lock);
  }
  Waiter waiter{.goroutine = current(), .is_writer = true};
  WaitQueue queue(mutex.parking);
  if (state.writer == 0) {
    state.writer = 1;
    queue.push_front(waiter);
  } else {
    queue.push(waiter);
  }
  park("sync.RWMutex.Lock", operation.where, release_lock, &mutex.parking.lock);
}

void try_write_lock(Operation& operation) {
  Object& mutex = *operation.object;
  const SpinGuard guard(mutex.parking.lock);
  RWMutexState& state = mutex.rwmutex;
  if (state.writer != 0 || state.readers != 0) return;
  state.writer = 1;
  state.writer_holds = true;
  operation.result = 1;
}

/// Lets the announced writer, the first in the queue, have the mutex.
void admit_writer(Object& mutex, WakeList& wake) {
  mutex.rwmutex.writer_holds = true;
  wake.add(WaitQueue(mutex.parking).pop());
}

void read_unlock(Operation& operation) {
  Object& mutex = *operation.object;
  WakeList wake;
  const SpinGuard guard(mutex.parking.lock);
  RWMutexState& state = mutex.rwmutex;
  if (state.readers == 0)
    fail("fatal error", "sync: RUnlock of unlocked RWMutex", operation.where);
  if (--state.readers == 0 && state.writer != 0) admit_writer(mutex, wake);
}

/// All readers that wait go first, as in Go; then the next writer is announced.
void write_unlock(Operation& operation) {
  Object& mutex = *operation.object;
  WakeList wake;
  const SpinGuard guard(mutex.parking.lock);
  RWMutexState& state = mutex.rwmutex;
  if (!state.writer_holds)
    fail("fatal error", "sync: Unlock of unlocked RWMutex", operation.where);
  state.writer = 0;
  state.writer_holds = false;
  WaitQueue queue(mutex.parking);
  for (Waiter* waiter = queue.first(); waiter != nullptr;) {
    Waiter* const next = waiter->next;
    if (!waiter->is_writer) {
      queue.remove(*waiter);
      ++state.readers;
      wake.add(waiter);
    }
    waiter = next;
  }
  if (queue.first() == nullptr) return;
  state.writer = 1;
  if (state.readers == 0) admit_writer(mutex, wake);
}

void add(Operation& operation) {
  Object& group = *operation.object;
  WakeList wake;
  const SpinGuard guard(group.parking.lock);
  const std::int64_t counter = group.wait_group.counter + operation.argument;
  if (counter < 0) {
    operation.fault = Fault::kNegativeCounter;
    return;
  }
  group.wait_group.counter = counter;
  if (counter > 0) return;
  while (Waiter* const waiter = WaitQueue(group.parking).pop()) wake.add(waiter);
}

void wait(Operation& operation) {
  Object& group = *operation.object;
  spin_lock(group.parking.lock);
  if (group.wait_group.counter > 0) return wait_in_queue(operation, "sync.WaitGroup.Wait");
  spin_unlock(group.parking.lock);
}

void once_call(Operation& operation) {
  Object& once = *operation.object;
  spin_lock(once.parking.lock);
  if (once.once.phase == OnceState::kRunning) return wait_in_queue(operation, "sync.Once.Do");
  if (once.once.phase == OnceState::kIdle) {
    once.once.phase = OnceState::kRunning;
    operation.result = 1;
  }
  spin_unlock(once.parking.lock);
}

void once_done(Operation& operation) {
  Object& once = *operation.object;
  WakeList wake;
  const SpinGuard guard(once.parking.lock);
  once.once.phase = OnceState::kDone;
  while (Waiter* const waiter = WaitQueue(once.parking).pop()) wake.add(waiter);
}

/// Queued before the mutex is unlocked, so a signal given under the mutex is never lost.
void cond_wait(Operation& operation) {
  Object& mutex = *static_cast<Object*>(operation.slot);
  Parking& parking = operation.object->parking;
  spin_lock(parking.lock);
  Waiter waiter{.goroutine = current()};
  WaitQueue(parking).push(waiter);
  unlock(mutex, operation.where);
  park("sync.Cond.Wait", operation.where, release_lock, &parking.lock);
  Operation relock{.kind = OpKind::kLock, .object = &mutex, .where = operation.where};
  lock(relock);
}

void wake_waiters(Object& cond, bool all) {
  WakeList wake;
  const SpinGuard guard(cond.parking.lock);
  do {
    Waiter* const waiter = WaitQueue(cond.parking).pop();
    if (waiter == nullptr) return;
    wake.add(waiter);
  } while (all);
}

std::int64_t close_reason(Object& chan) {
  const SpinGuard guard(chan.parking.lock);
  return chan.chan.closed ? chan.chan.close_reason : 0;
}

std::int64_t length(Object& chan) {
  const SpinGuard guard(chan.parking.lock);
  return chan.chan.length;
}

}  // namespace

void WakeList::wake() {
  while (first_ != nullptr) {
    Waiter* const waiter = first_;
    first_ = waiter->next;
    ready(waiter->goroutine);
  }
  last_ = &first_;
}

void perform(Operation& operation) {
  Object* const object = operation.object;
  const auto timer = [&]() -> TimerCore& { return *static_cast<TimerCore*>(object); };
  const auto chan = [&]() -> ChanCore& { return *static_cast<ChanCore*>(object); };
  switch (operation.kind) {
    case OpKind::kGo:
      return start(*static_cast<Entry*>(operation.slot), operation.name, operation.where);
    case OpKind::kChoose:
      operation.result = static_cast<std::int64_t>(
          random_below(static_cast<std::uint64_t>(operation.argument)));
      return;
    case OpKind::kNow:
      operation.result = now_ns();
      return;
    case OpKind::kSend:
      return send(operation);
    case OpKind::kRecv:
      return receive(operation);
    case OpKind::kClose:
      if (!close(chan(), 0)) operation.fault = Fault::kCloseOfClosed;
      return;
    case OpKind::kCloseOnce:
      operation.result = close(chan(), static_cast<std::uint8_t>(operation.argument)) ? 1 : 0;
      return;
    case OpKind::kLen:
      operation.result = length(*object);
      return;
    case OpKind::kObserve:
      operation.result = close_reason(*object);
      return;
    case OpKind::kSelect:
      return select(operation);
    case OpKind::kLock:
      return lock(operation);
    case OpKind::kTryLock:
      return try_lock(operation);
    case OpKind::kUnlock:
      return unlock(*object, operation.where);
    case OpKind::kReadLock:
      return read_lock(operation);
    case OpKind::kTryReadLock:
      return try_read_lock(operation);
    case OpKind::kReadUnlock:
      return read_unlock(operation);
    case OpKind::kWriteLock:
      return write_lock(operation);
    case OpKind::kTryWriteLock:
      return try_write_lock(operation);
    case OpKind::kWriteUnlock:
      return write_unlock(operation);
    case OpKind::kAdd:
      return add(operation);
    case OpKind::kWait:
      return wait(operation);
    case OpKind::kOnceCall:
      return once_call(operation);
    case OpKind::kOnceDone:
      return once_done(operation);
    case OpKind::kCondWait:
      return cond_wait(operation);
    case OpKind::kSignal:
      return wake_waiters(*object, false);
    case OpKind::kBroadcast:
      return wake_waiters(*object, true);
    case OpKind::kTimerStart:
      return start_timer(timer(), operation.argument);
    case OpKind::kTimerStop:
      operation.result = stop_timer(timer()) ? 1 : 0;
      return;
    case OpKind::kTimerReset:
      operation.result = reset_timer(timer(), operation.argument) ? 1 : 0;
      return;
    case OpKind::kLoad:
    case OpKind::kStore:
    case OpKind::kReadModifyWrite:
    case OpKind::kCompareExchange:
      return;   // The processor schedules these.
  }
}

}  // namespace gocheck::detail::production
