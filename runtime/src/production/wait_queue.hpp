#pragma once

#include <atomic>
#include <cstdint>

#include <gocheck/detail/object.hpp>

namespace gocheck::detail {

namespace production {
struct Goroutine;
}

/// One goroutine's place in one queue; lives on its stack while it is parked.
struct Waiter {
  production::Goroutine* goroutine;
  void* slot = nullptr;                       // Channel: the value, or where to put it.
  std::atomic<Waiter*>* winner = nullptr;     // Select: the case that was taken, shared by all.
  std::uint32_t index = 0;                    // Select: which case.
  bool is_writer = false;                     // RWMutex
  bool ok = false;                            // Channel: the operation was done; false: closed.
  bool queued = false;
  Waiter* previous = nullptr;
  Waiter* next = nullptr;
};

namespace production {

/// The parked goroutines of one object, oldest first. Guarded by the object's spin lock.
class WaitQueue {
 public:
  WaitQueue(Waiter*& first, Waiter*& last) : first_(first), last_(last) {}
  explicit WaitQueue(Parking& parking) : WaitQueue(parking.first, parking.last) {}

  [[nodiscard]] Waiter* first() const { return first_; }

  void push(Waiter& waiter) {
    waiter.queued = true;
    waiter.previous = last_;
    waiter.next = nullptr;
    (last_ != nullptr ? last_->next : first_) = &waiter;
    last_ = &waiter;
  }
  void push_front(Waiter& waiter) {
    waiter.queued = true;
    waiter.previous = nullptr;
    waiter.next = first_;
    (first_ != nullptr ? first_->previous : last_) = &waiter;
    first_ = &waiter;
  }
  void remove(Waiter& waiter) {
    (waiter.previous != nullptr ? waiter.previous->next : first_) = waiter.next;
    (waiter.next != nullptr ? waiter.next->previous : last_) = waiter.previous;
    waiter.queued = false;
  }
  /// Removes and returns the oldest, null when empty. A select that has been won through another
  /// channel meanwhile is skipped; one that is returned has been won.
  Waiter* pop() {
    while (first_ != nullptr) {
      Waiter* const waiter = first_;
      remove(*waiter);
      Waiter* nobody = nullptr;
      if (waiter->winner == nullptr || waiter->winner->compare_exchange_strong(nobody, waiter))
        return waiter;
    }
    return nullptr;
  }

 private:
  Waiter*& first_;
  Waiter*& last_;
};

/// Waiters taken out of their queues, to be woken when the object's lock is released.
/// Waking comes last because a woken goroutine may destroy the object, and its own Waiter.
class WakeList {
 public:
  WakeList() = default;
  ~WakeList() { wake(); }
  WakeList(const WakeList&) = delete;
  WakeList& operator=(const WakeList&) = delete;

  void add(Waiter* waiter) {
    if (waiter == nullptr) return;
    waiter->next = nullptr;
    *last_ = waiter;
    last_ = &waiter->next;
  }
  void wake();

 private:
  Waiter* first_ = nullptr;
  Waiter** last_ = &first_;
};

}  // namespace production

/// The two queues of a channel.
struct ChanWaiters {
  Waiter* first_sender = nullptr;
  Waiter* last_sender = nullptr;
  Waiter* first_receiver = nullptr;
  Waiter* last_receiver = nullptr;

  production::WaitQueue senders() { return {first_sender, last_sender}; }
  production::WaitQueue receivers() { return {first_receiver, last_receiver}; }
};

}  // namespace gocheck::detail
