#include <gocheck/semaphore.hpp>

#include <gocheck/panic.hpp>

namespace gocheck {

Semaphore::Semaphore(std::int64_t size, const char* name, Location where)
    : mutex_(name, where), size_(size) {}

void Semaphore::acquire(std::int64_t k, Location where) {
  mutex_.lock(where);
  if (first_ == nullptr && size_ - held_ >= k) {
    held_ += k;
    mutex_.unlock(where);
    return;
  }
  Waiter waiter{k, make_chan<Unit>(0, "semaphore", where), nullptr};
  *last_ = &waiter;
  last_ = &waiter.next;
  mutex_.unlock(where);
  waiter.ready.recv(where);
}

bool Semaphore::try_acquire(std::int64_t k, Location where) {
  mutex_.lock(where);
  const bool taken = first_ == nullptr && size_ - held_ >= k;
  if (taken) held_ += k;
  mutex_.unlock(where);
  return taken;
}

void Semaphore::release(std::int64_t k, Location where) {
  mutex_.lock(where);
  if (held_ < k) {
    mutex_.unlock(where);
    panic("semaphore: released more than held", where);
  }
  held_ -= k;
  admit(where);
  mutex_.unlock(where);
}

// The oldest waits until there is enough for it, even if a younger one could go on: a large
// request would starve otherwise.
void Semaphore::admit(Location where) {
  while (first_ != nullptr && size_ - held_ >= first_->wanted) {
    held_ += first_->wanted;
    const Chan<Unit> ready = first_->ready;   // The waiter is gone once it is woken.
    first_ = first_->next;
    if (first_ == nullptr) last_ = &first_;
    ready.close(where);
  }
}

}  // namespace gocheck
