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
  Waiter* admitted = admit();
  mutex_.unlock(where);
  // A waiter, and perhaps the semaphore, is gone once it is woken: touch nothing afterwards.
  while (admitted != nullptr) {
    const Chan<Unit> ready = admitted->ready;
    admitted = admitted->next;
    ready.close(where);
  }
}

// The oldest waits until there is enough for it, even if a younger one could go on: a large
// request would starve otherwise.
Semaphore::Waiter* Semaphore::admit() {
  Waiter* const admitted = first_;
  Waiter** end = &first_;
  while (*end != nullptr && size_ - held_ >= (*end)->wanted) {
    held_ += (*end)->wanted;
    end = &(*end)->next;
  }
  if (end == &first_) return nullptr;
  first_ = *end;
  *end = nullptr;
  if (first_ == nullptr) last_ = &first_;
  return admitted;
}

}  // namespace gocheck
