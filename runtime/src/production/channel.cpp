#include "channel.hpp"

#include <algorithm>
#include <vector>

#include "scheduler.hpp"
#include "spin_lock.hpp"
#include "wait_queue.hpp"

namespace gocheck::detail::production {
namespace {

ChanWaiters& waiters_of(ChanCore& chan) {
  if (chan.waiters == nullptr) chan.waiters = new ChanWaiters;
  return *chan.waiters;
}
Waiter* pop_receiver(ChanCore& chan) {
  return chan.waiters == nullptr ? nullptr : chan.waiters->receivers().pop();
}
Waiter* pop_sender(ChanCore& chan) {
  return chan.waiters == nullptr ? nullptr : chan.waiters->senders().pop();
}

// The two attempts return false when the operation would block. They need the channel's lock;
// whom they let go on is added to `wake`.

bool try_send(ChanCore& chan, void* value, Fault& fault, WakeList& wake) {
  if (chan.chan.closed) {
    fault = Fault::kSendOnClosed;
    return true;
  }
  if (Waiter* const receiver = pop_receiver(chan)) {
    chan.element.move(receiver->slot, value);
    receiver->ok = true;
    wake.add(receiver);
    return true;
  }
  if (chan.chan.length == chan.chan.capacity) return false;
  chan.put(value);
  return true;
}

bool try_receive(ChanCore& chan, void* slot, bool& ok, WakeList& wake) {
  ok = true;
  if (chan.chan.length > 0) {
    chan.take(slot);
    if (Waiter* const sender = pop_sender(chan)) {
      chan.put(sender->slot);
      sender->ok = true;
      wake.add(sender);
    }
    return true;
  }
  if (Waiter* const sender = pop_sender(chan)) {
    chan.element.move(slot, sender->slot);
    sender->ok = true;
    wake.add(sender);
    return true;
  }
  ok = false;
  return chan.chan.closed;
}

void release_channel(void* chan) { spin_unlock(static_cast<ChanCore*>(chan)->parking.lock); }
void release_nothing(void* /*unused*/) {}

/// One select: its cases in the order in which they are tried, and its channels by address.
class Selection {
 public:
  explicit Selection(Operation& operation) : operation_(operation) {
    for (std::uint32_t i = 0; i < operation.case_count; ++i) {
      if (operation.cases[i].chan == nullptr) continue;   // Never ready.
      order_.push_back(i);
      channels_.push_back(operation.cases[i].chan);
    }
    for (std::size_t i = order_.size(); i > 1; --i)
      std::swap(order_[i - 1], order_[random_below(i)]);
    std::sort(channels_.begin(), channels_.end());
    channels_.erase(std::unique(channels_.begin(), channels_.end()), channels_.end());
  }

  void run() {
    {
      WakeList wake;   // Wakes after the unlock.
      lock();
      const bool done = attempt(wake);
      if (!done && !operation_.has_default) return block();
      if (!done) operation_.result = operation_.case_count;
      unlock();
    }
  }

 private:
  // All locks, in one order for everybody: a default is taken in a state in which no case is
  // ready, and waiting begins in all queues at once.
  void lock() {
    for (ChanCore* const chan : channels_) spin_lock(chan->parking.lock);
  }
  void unlock() {
    for (ChanCore* const chan : channels_) spin_unlock(chan->parking.lock);
  }

  bool attempt(WakeList& wake) {
    for (const std::uint32_t index : order_) {
      Case& tried = operation_.cases[index];
      const bool done = tried.is_send
                            ? try_send(*tried.chan, tried.slot, operation_.fault, wake)
                            : try_receive(*tried.chan, tried.slot, tried.ok, wake);
      if (!done) continue;
      operation_.result = index;
      return true;
    }
    return false;
  }

  void block() {
    std::atomic<Waiter*> winner{nullptr};
    std::vector<Waiter> waiters(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) {
      Case& waited = operation_.cases[order_[i]];
      waiters[i] = {.goroutine = current(),
                    .slot = waited.slot,
                    .winner = &winner,
                    .index = order_[i]};
      queue(waited).push(waiters[i]);
    }
    park(order_.empty() ? "select (no cases)" : "select", operation_.where,
         [](void* self) { static_cast<Selection*>(self)->unlock(); }, this);
    lock();
    for (std::size_t i = 0; i < waiters.size(); ++i) {
      if (waiters[i].queued) queue(operation_.cases[order_[i]]).remove(waiters[i]);
    }
    unlock();
    const Waiter& taken = *winner.load();
    Case& chosen = operation_.cases[taken.index];
    operation_.result = taken.index;
    if (!chosen.is_send) {
      chosen.ok = taken.ok;
    } else if (!taken.ok) {
      operation_.fault = Fault::kSendOnClosed;
    }
  }

  static WaitQueue queue(const Case& waited) {
    ChanWaiters& waiters = waiters_of(*waited.chan);
    return waited.is_send ? waiters.senders() : waiters.receivers();
  }

  Operation& operation_;
  std::vector<std::uint32_t> order_;
  std::vector<ChanCore*> channels_;
};

}  // namespace

void send(Operation& operation) {
  if (operation.object == nullptr)
    park("chan send (nil chan)", operation.where, release_nothing, nullptr);
  auto& chan = *static_cast<ChanCore*>(operation.object);
  {
    WakeList wake;
    spin_lock(chan.parking.lock);
    if (try_send(chan, operation.slot, operation.fault, wake)) {
      spin_unlock(chan.parking.lock);
      return;
    }
  }
  Waiter waiter{.goroutine = current(), .slot = operation.slot};
  waiters_of(chan).senders().push(waiter);
  park("chan send", operation.where, release_channel, &chan);
  if (!waiter.ok) operation.fault = Fault::kSendOnClosed;
}

void receive(Operation& operation) {
  if (operation.object == nullptr)
    park("chan receive (nil chan)", operation.where, release_nothing, nullptr);
  auto& chan = *static_cast<ChanCore*>(operation.object);
  bool ok = false;
  {
    WakeList wake;
    spin_lock(chan.parking.lock);
    if (try_receive(chan, operation.slot, ok, wake)) {
      spin_unlock(chan.parking.lock);
      operation.result = ok ? 1 : 0;
      return;
    }
  }
  Waiter waiter{.goroutine = current(), .slot = operation.slot};
  waiters_of(chan).receivers().push(waiter);
  park(operation.name[0] != '\0' ? operation.name : "chan receive", operation.where,
       release_channel, &chan);
  operation.result = waiter.ok ? 1 : 0;
}

bool close(ChanCore& chan, std::uint8_t reason) {
  WakeList wake;
  const SpinGuard guard(chan.parking.lock);
  if (chan.chan.closed) return false;
  chan.chan.closed = true;
  chan.chan.close_reason = reason;
  // Nothing is moved: receivers find no value, senders panic.
  while (Waiter* const receiver = pop_receiver(chan)) wake.add(receiver);
  while (Waiter* const sender = pop_sender(chan)) wake.add(sender);
  return true;
}

void offer(ChanCore& chan, void* value) {
  WakeList wake;
  const SpinGuard guard(chan.parking.lock);
  if (!chan.chan.closed) {
    Fault fault = Fault::kNone;
    try_send(chan, value, fault, wake);
  }
}

void select(Operation& operation) { Selection(operation).run(); }

}  // namespace gocheck::detail::production
