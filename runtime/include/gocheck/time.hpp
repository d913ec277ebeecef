#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <utility>

#include <gocheck/chan.hpp>
#include <gocheck/detail/operation.hpp>
#include <gocheck/goroutine.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

/// The clock of the program: monotonic in production, virtual under check, where it stands still
/// while goroutines run and moves to the deadline of a timer that fires.
struct Clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;

  /// Scheduling point: yes, since timers change what it returns.
  static time_point now(Location where);
  static time_point now() { return now(Location::current()); }
};
using TimePoint = Clock::time_point;

[[nodiscard]] inline TimePoint now(Location where = Location::current()) {
  return Clock::now(where);
}

/// A duration as the functions here take it: any std::chrono duration converts, saturating.
class Duration {
 public:
  template <typename Rep, typename Period>
  constexpr Duration(std::chrono::duration<Rep, Period> duration) noexcept
      : ns_(convert(duration)) {}
  [[nodiscard]] constexpr std::int64_t ns() const noexcept { return ns_; }

 private:
  template <typename Rep, typename Period>
  static constexpr std::int64_t convert(std::chrono::duration<Rep, Period> duration) noexcept {
    using Limits = std::numeric_limits<std::int64_t>;
    const std::chrono::duration<double, std::nano> approximate = duration;
    if (approximate.count() >= 9.2e18) return Limits::max();
    if (approximate.count() <= -9.2e18) return Limits::min();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
  }

  std::int64_t ns_;
};

/// Blocks the goroutine, not its thread, for at least `duration`; returns at once for d <= 0.
/// Scheduling point: starting a timer and receiving from it.
void sleep(Duration duration, Location where = Location::current());

/// A channel that receives the time once, after `duration`.
[[nodiscard]] RecvChan<TimePoint> after(Duration duration, Location where = Location::current());

class Timer;

/// Runs `function` in its own goroutine after `duration`, Go's time.AfterFunc. The result can be
/// ignored, or used to stop() or reset() the timer.
template <typename F>
Timer after_func(Duration duration, F&& function, Location where = Location::current());

/// A single event in the future, Go's time.Timer.
///
/// Firing puts the time into the channel, which holds one value, or starts the callback as a
/// goroutine. The timer goes on without its handle: destroying a Timer does not stop it, as in Go.
/// Order: starting or resetting happens before the firing it causes.
class Timer {
 public:
  explicit Timer(Duration duration, const char* name = "", Location where = Location::current());
  ~Timer() { detail::release(core_); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// Nil for a timer of after_func().
  [[nodiscard]] RecvChan<TimePoint> chan() const;
  /// Returns true when it prevented the firing. The channel is not closed, and not drained.
  /// Scheduling point: yes.
  bool stop(Location where = Location::current());
  /// Lets it fire after `duration` from now. Returns whether it was pending.
  /// Scheduling point: yes.
  bool reset(Duration duration, Location where = Location::current());

 private:
  template <typename F>
  friend Timer after_func(Duration duration, F&& function, Location where);

  explicit Timer(detail::TimerCore* core) noexcept : core_(core) {}
  detail::TimerCore* core_;
};

/// Ticks with a fixed period, Go's time.Ticker. A tick that finds the channel full is dropped.
/// Unlike a Timer it is stopped by its destructor: nobody could stop it afterwards.
class Ticker {
 public:
  /// Panics: the period is not positive.
  explicit Ticker(Duration duration, const char* name = "", Location where = Location::current());
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  [[nodiscard]] RecvChan<TimePoint> chan() const;
  /// No more ticks. The channel is not closed. Scheduling point: yes.
  void stop(Location where = Location::current());
  /// The next tick comes after `duration`, and so on. Panics: as the constructor.
  void reset(Duration duration, Location where = Location::current());

 private:
  detail::TimerCore* core_;
};

namespace detail {

/// Makes the goroutine of one firing from the function kept at `context`.
using MakeEntry = Entry (*)(void* context);

/// Starts a timer that calls back; takes over `context`, which drop() destroys.
TimerCore* start_callback(Duration duration, MakeEntry make_entry, void* context,
                          void (*drop)(void*), Location where);

/// What after_func() calls: counted by its timer and by each firing that runs it.
struct CallbackBase {
  virtual ~CallbackBase() = default;
  std::atomic<std::uint32_t> references{1};
};

void retain(CallbackBase& callback) noexcept;
void release(CallbackBase& callback) noexcept;

template <typename Function>
struct Callback final : CallbackBase {
  explicit Callback(const Function& f) : function(f) {}
  explicit Callback(Function&& f) : function(std::move(f)) {}
  Function function;

  static void drop(void* context) { release(*static_cast<Callback*>(context)); }
  static void run(void* context) {
    struct Owner {
      void* context;
      ~Owner() { drop(context); }
    };
    const Owner owner{context};
    static_cast<void>(static_cast<Callback*>(context)->function());
  }
  static Entry make_entry(void* context) {
    retain(*static_cast<Callback*>(context));
    return {&run, context};
  }
};

template <typename F>
TimerCore* start_callback(Duration duration, F&& function, Location where) {
  using Kept = Callback<std::decay_t<F>>;
  return start_callback(duration, &Kept::make_entry, new Kept(std::forward<F>(function)),
                        &Kept::drop, where);
}

}  // namespace detail

template <typename F>
Timer after_func(Duration duration, F&& function, Location where) {
  return Timer(detail::start_callback(duration, std::forward<F>(function), where));
}

}  // namespace gocheck
