#include <gocheck/detail/channel_operations.hpp>

#include <gocheck/panic.hpp>

#include "perform.hpp"

namespace gocheck::detail {
namespace {

/// Under check a goroutine that waits on a channel keeps it alive, whatever happens to the handle
/// it used. Production needs no such count: a parked goroutine that nobody can wake touches
/// nothing, and one that is woken does not touch the channel again.
class KeptAlive {
 public:
  explicit KeptAlive(ChanCore* chan) : chan_(active_controller != nullptr ? chan : nullptr) {
    retain(chan_);
  }
  ~KeptAlive() { release(chan_); }
  KeptAlive(const KeptAlive&) = delete;
  KeptAlive& operator=(const KeptAlive&) = delete;

 private:
  ChanCore* chan_;
};

}  // namespace

ChanCore* new_chan(const ElementType& type, std::ptrdiff_t capacity, const char* name,
                   Location where) {
  if (capacity < 0 || capacity > INT32_MAX) panic("makechan: size out of range", where);
  return new ChanCore(type, static_cast<std::uint32_t>(capacity), name, where);
}

void send(ChanCore* chan, void* value, Location where) {
  const KeptAlive kept(chan);
  Operation operation{.kind = OpKind::kSend, .object = chan, .where = where, .slot = value};
  perform(operation);
  raise(operation.fault, where);
}

bool receive(ChanCore* chan, void* slot, Location where, const char* name) {
  const KeptAlive kept(chan);
  Operation operation{
      .kind = OpKind::kRecv, .object = chan, .where = where, .slot = slot, .name = name};
  perform(operation);
  return operation.result == 1;
}

void close(ChanCore* chan, Location where) {
  if (chan == nullptr && active_controller == nullptr) raise(Fault::kCloseOfNil, where);
  const KeptAlive kept(chan);
  Operation operation{.kind = OpKind::kClose, .object = chan, .where = where};
  perform(operation);
  raise(operation.fault, where);
}

std::ptrdiff_t length(ChanCore* chan, Location where) {
  if (chan == nullptr || chan->chan.capacity == 0) return 0;
  const KeptAlive kept(chan);
  Operation operation{.kind = OpKind::kLen, .object = chan, .where = where};
  perform(operation);
  return static_cast<std::ptrdiff_t>(operation.result);
}

std::ptrdiff_t capacity(const ChanCore* chan) noexcept {
  return chan == nullptr ? 0 : static_cast<std::ptrdiff_t>(chan->chan.capacity);
}

bool close_once(ChanCore& chan, std::uint8_t reason, Location where) {
  const KeptAlive kept(&chan);
  Operation operation{
      .kind = OpKind::kCloseOnce, .object = &chan, .where = where, .argument = reason};
  perform(operation);
  return operation.result == 1;
}

std::uint8_t close_reason(ChanCore& chan, Location where) {
  const KeptAlive kept(&chan);
  Operation operation{.kind = OpKind::kObserve, .object = &chan, .where = where};
  perform(operation);
  return static_cast<std::uint8_t>(operation.result);
}

// The cases of a select hold references to their channels.
std::uint32_t select(Case* cases, std::uint32_t count, bool has_default, Location where) {
  Operation operation{.kind = OpKind::kSelect,
                      .where = where,
                      .cases = cases,
                      .case_count = count,
                      .has_default = has_default};
  perform(operation);
  raise(operation.fault, where);
  return static_cast<std::uint32_t>(operation.result);
}

}  // namespace gocheck::detail
