#include <gocheck/time.hpp>

#include <gocheck/panic.hpp>

#include "dispose.hpp"
#include "perform.hpp"

namespace gocheck {

using detail::Operation;
using detail::OpKind;
using detail::TimerCore;

namespace {

std::int64_t perform(OpKind kind, TimerCore* timer, std::int64_t ns, Location where) {
  Operation operation{.kind = kind, .object = timer, .where = where, .argument = ns};
  detail::perform(operation);
  return operation.result;
}

/// Starts a timer with a channel. period_ns 0: it fires once.
TimerCore* start_timer(std::int64_t ns, std::int64_t period_ns, const char* name, Location where) {
  auto* const chan = detail::new_chan(detail::kElementType<TimePoint>, 1, name, where);
  auto* const timer = new TimerCore(where, chan);
  timer->name = name;
  timer->timer.period_ns = period_ns;
  perform(OpKind::kTimerStart, timer, ns, where);
  return timer;
}

RecvChan<TimePoint> channel_of(const TimerCore& timer) {
  retain(timer.chan);
  return detail::ChanAccess::make<RecvChan<TimePoint>>(detail::ChanReference(timer.chan));
}

std::int64_t checked_period(Duration period, Location where) {
  if (period.ns() <= 0) panic("non-positive interval for Ticker", where);
  return period.ns();
}

struct TimerOwner {
  TimerCore* timer;
  ~TimerOwner() { detail::release(timer); }
};

}  // namespace

namespace detail {

TimerCore::TimerCore(Location where, ChanCore* channel) : Object(ObjectKind::kTimer, "", where), chan(channel) {
  chan->timer = this;
}

TimerCore::TimerCore(Location where, Entry (*callback)(void*), void* callback_context, void (*drop_context)(void*))
    : Object(ObjectKind::kTimer, "", where), make_entry(callback), context(callback_context), drop(drop_context) {}

TimerCore::~TimerCore() {
  if (drop != nullptr) drop(context);
}

void retain(TimerCore* timer) noexcept {
  if (timer == nullptr) return;
  if (timer->chan != nullptr) return retain(timer->chan);
  timer->references.fetch_add(1, std::memory_order_relaxed);
}

void release(TimerCore* timer) noexcept {
  if (timer == nullptr) return;
  if (timer->chan != nullptr) return release(timer->chan);
  if (timer->references.fetch_sub(1, std::memory_order_acq_rel) == 1) dispose(timer);
}

void retain(CallbackBase& callback) noexcept {
  callback.references.fetch_add(1, std::memory_order_relaxed);
}

void release(CallbackBase& callback) noexcept {
  if (callback.references.fetch_sub(1, std::memory_order_acq_rel) == 1) dispose(&callback);
}

TimerCore* start_callback(Duration duration, MakeEntry make_entry, void* context,
                          void (*drop)(void*), Location where) {
  auto* const timer = new TimerCore(where, make_entry, context, drop);
  gocheck::perform(OpKind::kTimerStart, timer, duration.ns(), where);
  return timer;
}

}  // namespace detail

TimePoint Clock::now(Location where) {
  return TimePoint(duration(perform(OpKind::kNow, nullptr, 0, where)));
}

void sleep(Duration duration, Location where) {
  if (duration.ns() <= 0) return;
  const TimerOwner owner{start_timer(duration.ns(), 0, "sleep", where)};
  detail::Slot<TimePoint> time;
  time.set_full(detail::receive(owner.timer->chan, time.raw(), where, "sleep"));
}

RecvChan<TimePoint> after(Duration duration, Location where) {
  const TimerOwner owner{start_timer(duration.ns(), 0, "", where)};
  return channel_of(*owner.timer);
}

Timer::Timer(Duration duration, const char* name, Location where)
    : core_(start_timer(duration.ns(), 0, name, where)) {}
RecvChan<TimePoint> Timer::chan() const { return channel_of(*core_); }
bool Timer::stop(Location where) { return perform(OpKind::kTimerStop, core_, 0, where) == 1; }
bool Timer::reset(Duration duration, Location where) {
  return perform(OpKind::kTimerReset, core_, duration.ns(), where) == 1;
}

Ticker::Ticker(Duration duration, const char* name, Location where)
    : core_(start_timer(checked_period(duration, where), duration.ns(), name, where)) {}
Ticker::~Ticker() {
  stop(core_->made);
  detail::release(core_);
}
RecvChan<TimePoint> Ticker::chan() const { return channel_of(*core_); }
void Ticker::stop(Location where) { perform(OpKind::kTimerStop, core_, 0, where); }
void Ticker::reset(Duration duration, Location where) {
  // The period is the timer's own: it is read when the timer fires, which the stop rules out.
  const std::int64_t period = checked_period(duration, where);
  stop(where);
  core_->timer.period_ns = period;
  perform(OpKind::kTimerReset, core_, period, where);
}

}  // namespace gocheck
