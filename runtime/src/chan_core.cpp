#include <gocheck/detail/chan_core.hpp>

#include <new>

#include <gocheck/detail/operation.hpp>

#include "dispose.hpp"
#include "production/wait_queue.hpp"

namespace gocheck::detail {

ChanCore::ChanCore(const ElementType& type, std::uint32_t capacity, const char* channel_name,
                   Location where)
    : Object(ObjectKind::kChan, channel_name, where, capacity), element(type) {
  if (capacity > 0) {
    ring = static_cast<std::byte*>(
        ::operator new(capacity * type.size, std::align_val_t{type.align}));
  }
}

ChanCore::~ChanCore() {
  for (; chan.length > 0; --chan.length, ++chan.received)
    element.destroy(ring + chan.received % chan.capacity * element.size);
  delete timer;
  if (ring != nullptr) ::operator delete(ring, std::align_val_t{element.align});
  delete waiters;
}

// The counters are positions: the ring needs no others.
void ChanCore::put(void* from) {
  element.move(ring + chan.sent % chan.capacity * element.size, from);
  ++chan.sent;
  ++chan.length;
}

void ChanCore::take(void* to) {
  std::byte* const oldest = ring + chan.received % chan.capacity * element.size;
  element.move(to, oldest);
  element.destroy(oldest);
  ++chan.received;
  --chan.length;
}

void retain(ChanCore* core) noexcept {
  if (core != nullptr) core->references.fetch_add(1, std::memory_order_relaxed);
}

void release(ChanCore* core) noexcept {
  if (core != nullptr && core->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
    dispose(core);
}

}  // namespace gocheck::detail
