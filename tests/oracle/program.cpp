#include "program.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <shared_mutex>
#include <stdexcept>
#include <vector>

#include <gocheck/go.hpp>

namespace oracle {
namespace {

using namespace gocheck;

struct World {
  Chan<int> chans[4];
  Mutex mutexes[2];
  Mutex guards[2];       // Unlocked by whoever has locked them only: two that undo each other's locks never end.
  RWMutex rw_guards[2];
  int guarded[2] = {};
  RWMutex rw;
  WaitGroup wg;
  Once once;
  Mutex cond_mutex;
  Cond cond{cond_mutex};
  Atomic<int> atomic{0};
  Semaphore semaphore{2};
};

/// A parent, its child, and a child of that which carries a value.
struct Contexts {
  CancelableContext parent = with_cancel(background());
  CancelableContext child = with_cancel(parent.ctx);
  Context valued = with_value(child.ctx, 1, 2);

  [[nodiscard]] const Context& at(int which) const {
    return which % 3 == 0 ? parent.ctx : which % 3 == 1 ? child.ctx : valued;
  }
};

/// Making them takes steps.
bool uses_contexts(const Program& program) {
  return program.has(
      [](Op op) { return (op >= Op::kErrGroup && op <= Op::kDeriveTimed) || op == Op::kPollContext; });
}

class Interpreter {
 public:
  Interpreter(const Program& program, Outcome& outcome) : program_(program), outcome_(outcome) {
    for (int i = 0; i < 3; ++i) world_.chans[i] = make_chan<int>(program.capacity[i]);
    if (uses_contexts(program)) contexts_.emplace();
  }

  void start(int g) {
    go([this, g] {
      for (int i = 0; i < program_.length[g]; ++i) {
        step(g, program_.code[g][i]);
        ++outcome_.steps[g];
      }
    });
  }

 private:
  void see(int g, std::uint64_t value) {
    outcome_.seen[g] = (outcome_.seen[g] ^ (value + 1)) * 0x9E3779B97F4A7C15ULL;
  }

  void step(int g, const Instruction& in) {
    if (!program_.recovers) return perform(g, in);
    try {
      perform(g, in);
    } catch (const Panic&) {
      see(g, 99);
    }
  }

  SelectCase arm(std::uint8_t which, int g, int position) {
    Chan<int>& c = world_.chans[which / 2 % 4];
    if (which % 2 == 0) return send(c, 10 * g + position);
    return recv(c, [this, g](int v, bool ok) { see(g, static_cast<std::uint64_t>(v) * 2 + ok); });
  }

  void select_cases(int g, const Instruction& in, bool has_default) {
    std::vector<SelectCase> cases;
    cases.push_back(arm(in.a, g, 0));
    cases.push_back(arm(in.b, g, 1));
    if (in.c % 3 == 0) cases.push_back(arm(static_cast<std::uint8_t>(in.c / 3), g, 2));
    if (has_default) cases.push_back(otherwise());
    see(g, static_cast<std::uint64_t>(select(cases)));
  }

  /// Until `attempt` succeeds.
  template <typename Attempt>
  void poll(int g, const Attempt& attempt) {
    constexpr auto kMillisecond = std::chrono::milliseconds(1);
    std::optional<Ticker> ticker;
    if (program_.polls && program_.ticks()) ticker.emplace(kMillisecond);
    for (int pauses = 0; !attempt(); ++pauses) {
      if (!program_.polls) go_exit();
      if (program_.pauses() && program_.patience > 0 && pauses == program_.patience) return see(g, 9);
      if (program_.pauses() && program_.tells) select(send(world_.chans[1], 10 * g), otherwise());
      switch (program_.pause) {
        case Program::Pause::kNone: break;
        case Program::Pause::kSleep: sleep(kMillisecond); break;
        case Program::Pause::kAfter: select(recv(after(kMillisecond))); break;
        case Program::Pause::kTick: select(recv(ticker->chan())); break;
        case Program::Pause::kAfterOrEnd: listen(g, recv(after(kMillisecond))); break;
        case Program::Pause::kTickOrEnd: listen(g, recv(ticker->chan())); break;
      }
    }
  }

  template <typename Case>
  void listen(int g, Case&& pause) {
    bool is_over = false;
    const auto hear = [&](int v, bool ok) {
      see_received(g, v, ok);
      is_over = !ok;
    };
    select(std::forward<Case>(pause), recv(world_.chans[2], hear));
    if (is_over) go_exit();
  }

  /// A poll that nothing waits for.
  template <typename Attempt>
  void poll_once(int g, const Attempt& attempt) {
    outcome_.tries[g] = true;
    poll(g, attempt);
    outcome_.tries[g] = false;
  }

  void see_received(int g, int v, bool ok) { see(g, static_cast<std::uint64_t>(v) * 2 + ok); }

  bool try_recv(int g, Chan<int>& c) {
    return select(recv(c, [&](int v, bool ok) { see_received(g, v, ok); }), otherwise()) == 0;
  }

  /// Calls use(number) under its lock.
  template <typename Use>
  int locked(int which, bool to_read, const Use& use) {
    int& number = world_.guarded[which];
    if (program_.guard == Program::Guard::kMutex) {
      const std::lock_guard lock(world_.guards[which]);
      return use(number);
    }
    if (to_read && program_.guard == Program::Guard::kRead) {
      const std::shared_lock lock(world_.rw_guards[which]);
      return use(number);
    }
    const std::lock_guard lock(world_.rw_guards[which]);
    return use(number);
  }

  int locked_load(int which) {
    return locked(which, true, [](int number) { return number; });
  }

  void locked_store(int which, int value) {
    locked(which, false, [&](int& number) { return number = value; });
  }

  /// Whether the numbers are free, for a moment.
  bool locked_try(int which, bool to_read) {
    if (program_.guard == Program::Guard::kMutex) {
      return std::unique_lock(world_.guards[which], std::try_to_lock).owns_lock();
    }
    RWMutex& guard = world_.rw_guards[which];
    return to_read ? std::shared_lock(guard, std::try_to_lock).owns_lock()
                   : std::unique_lock(guard, std::try_to_lock).owns_lock();
  }

  /// In a context of its own; `cancels` it in the end. Or as the parent ends.
  void derive(int g, const Instruction& in, const CancelableContext& own, bool cancels) {
    const auto err = [&](const Context& context) { see(g, static_cast<std::uint64_t>(context.err())); };
    switch (in.c) {
      case 0: break;
      case 1: err(contexts_->at(in.b)); break;
      case 2:
      case 3:
        see(g, static_cast<std::uint64_t>(select(recv(own.ctx.done()), recv(world_.chans[in.b % 3]), otherwise())));
        break;
      case 4:
      case 5: own.ctx.done().recv(); break;
      default: return void(own.ctx.done().recv());   // A few steps, so that there is room for several.
    }
    err(own.ctx);
    if (cancels) own.cancel();
  }

  void use_group(int g, const Instruction& in) {
    ErrGroup group(contexts_->at(in.a));
    group.go([&] {
      if (in.b % 3 == 0) group.context().done().recv();
      if (in.b % 3 == 1) throw std::runtime_error("");
      see(g, static_cast<std::uint64_t>(world_.atomic.fetch_add(1)));
    });
    if (in.c % 2 == 0) contexts_->child.cancel();
    try {
      group.wait();
    } catch (const std::runtime_error&) {
      see(g, 98);
    }
  }

  /// With objects that end there, when nobody uses them any more; others may begin in their place.
  void use_scope(int g, const Instruction& in) {
    const auto meet = [&](int value) {   // Whoever comes last ends the channel.
      Chan<int> c = make_chan<int>(in.b % 2);
      go([c, value]() mutable { c.send(value); });
      see(g, static_cast<std::uint64_t>(c.recv()));
    };
    const auto share = [&](int value) {
      Atomic<int> number{value};
      WaitGroup wg;
      wg.add(1);
      go([&] {
        number.store(value + 1);
        wg.done();
      });
      if (in.b % 2 == 0) see(g, static_cast<std::uint64_t>(number.load()));
      wg.wait();
    };
    const auto own = [&](int value) {
      const auto mutex = std::make_unique<Mutex>();
      auto done = make_chan<Unit>();
      go([&, done]() mutable {
        {
          const std::lock_guard lock(*mutex);
          see(g, static_cast<std::uint64_t>(value));
        }
        done.close();
      });
      if (in.b % 2 == 0) see(g, mutex->try_lock() ? (mutex->unlock(), 1U) : 0U);
      done.recv();
    };
    switch (in.c) {
      case 0: return meet(1), meet(2);
      case 1: return share(1), share(3);
      case 2: return meet(1), share(3);
      case 3: return share(1), meet(2);
      case 4: return own(1), meet(2);
      case 5: return meet(1), own(2);
      case 6: return meet(1);
      case 7: return share(1);
      default: return own(1);
    }
  }

  void perform_poll(int g, const Instruction& in) {
    Chan<int>& c = world_.chans[in.a % 4];
    Chan<int>& d = world_.chans[in.b % 4];
    Mutex& m = world_.mutexes[in.a % 2];
    World& w = world_;
    switch (in.op) {
      case Op::kPollRecv: return poll(g, [&] { return try_recv(g, c); });
      case Op::kPollTwo:
        return poll_once(g, [&] { return try_recv(g, c) || try_recv(g, d); });
      case Op::kPollLock: return poll(g, [&] { return m.try_lock(); });
      case Op::kPollRead: return poll(g, [&] { return w.rw.try_lock_shared(); });
      case Op::kPollContext: return poll(g, [&] { return contexts_->at(in.a).err() != ContextErr::none; });
      case Op::kPollLoad: return poll_once(g, [&] { return w.atomic.load() % 3 == in.b % 3; });
      case Op::kPollLocked:
        return poll_once(g, [&] { return locked_load(in.a % 2) % 3 == in.b % 3; });
      case Op::kPollBothLocked:
        return poll_once(g, [&] { return (locked_load(0) + locked_load(1)) % 3 == in.b % 3; });
      default:
        return poll_once(g, [&] { return w.atomic.compare_and_swap(in.b % 2, 10 * g + in.c); });
    }
  }

  /// What a poll comes to; polls that nothing waits for are tried once.
  void perform_instead(int g, const Instruction& in) {
    Chan<int>& c = world_.chans[in.a % 4];
    const auto got = [&](int v, bool ok) { see_received(g, v, ok); };
    switch (in.op) {
      case Op::kPollRecv: return void(select(recv(c, got)));
      case Op::kPollLock: return world_.mutexes[in.a % 2].lock();
      case Op::kPollRead: return world_.rw.lock_shared();
      case Op::kPollContext: return void(contexts_->at(in.a).done().recv());
      default: return perform_poll(g, in);
    }
  }

  void perform(int g, const Instruction& in) {
    Chan<int>& c = world_.chans[in.a % 4];
    Mutex& m = world_.mutexes[in.a % 2];
    World& w = world_;
    switch (in.op) {
      case Op::kSend: return c.send(10 * g + in.b);
      case Op::kRecv: {
        const auto [v, ok] = c.recv_ok();
        return see(g, static_cast<std::uint64_t>(v) * 2 + ok);
      }
      case Op::kClose: return c.close();
      case Op::kSelect: return select_cases(g, in, false);
      case Op::kSelectDefault: return select_cases(g, in, true);
      case Op::kLen: return see(g, c.len());
      case Op::kLock: return m.lock();
      case Op::kUnlock: return m.unlock();
      case Op::kTryLock: return see(g, m.try_lock());
      case Op::kReadLock: return w.rw.lock_shared();
      case Op::kReadUnlock: return w.rw.unlock_shared();
      case Op::kWriteLock: return w.rw.lock();
      case Op::kWriteUnlock: return w.rw.unlock();
      case Op::kTryRead: return see(g, w.rw.try_lock_shared());
      case Op::kTryWrite: return see(g, w.rw.try_lock());
      case Op::kAdd: return w.wg.add(in.b % 2 + 1);
      case Op::kDone: return w.wg.done();
      case Op::kWait: return w.wg.wait();
      case Op::kOnce:
        return w.once.call([&] { see(g, static_cast<std::uint64_t>(w.atomic.fetch_add(1))); });
      case Op::kCondWait:
        w.cond_mutex.lock();
        w.cond.wait();
        return w.cond_mutex.unlock();
      case Op::kSignal: return w.cond.signal();
      case Op::kBroadcast: return w.cond.broadcast();
      case Op::kLoad: return see(g, static_cast<std::uint64_t>(w.atomic.load()));
      case Op::kStore: return w.atomic.store(10 * g + in.b);
      case Op::kFetchAdd: return see(g, static_cast<std::uint64_t>(w.atomic.fetch_add(1)));
      case Op::kCompareSwap: return see(g, w.atomic.compare_and_swap(in.b % 2, 10 * g + in.c));
      case Op::kAcquire: return w.semaphore.acquire(1 + in.b % 2);
      case Op::kTryAcquire: return see(g, w.semaphore.try_acquire(1 + in.b % 2));
      case Op::kRelease: return w.semaphore.release(1);
      case Op::kErrGroup: return use_group(g, in);
      case Op::kCancel: return (in.a % 2 == 0 ? contexts_->parent : contexts_->child).cancel();
      case Op::kContextErr: return see(g, static_cast<std::uint64_t>(contexts_->at(in.a).err()));
      case Op::kContextDone: {
        const auto done = contexts_->at(in.a).done();
        return see(g, static_cast<std::uint64_t>(in.c % 2 == 0 ? select(recv(done), recv(c), otherwise())
                                                               : select(recv(done), recv(c))));
      }
      case Op::kDerive: return derive(g, in, with_cancel(contexts_->at(in.a)), true);
      case Op::kDeriveTimed: {
        const auto timeout = std::chrono::milliseconds(in.b % 3);
        return derive(g, in, with_timeout(contexts_->at(in.a), timeout), in.b < 3);
      }
      case Op::kSleep: return sleep(std::chrono::milliseconds(in.b % 3));
      case Op::kTimerStop: {
        Timer timer(std::chrono::milliseconds(in.b % 3));
        if (in.c % 2 == 0) w.atomic.fetch_add(1);
        return see(g, timer.stop());
      }
      case Op::kTimerReset: {
        Timer timer(std::chrono::milliseconds(in.b % 3));
        if (in.c % 2 == 0) w.atomic.fetch_add(1);
        see(g, timer.reset(std::chrono::milliseconds(1 + in.c % 2)));
        return see(g, static_cast<std::uint64_t>(select(recv(timer.chan()), recv(c))));
      }
      case Op::kAfterFunc: {
        const auto call = [&w, c, sends = in.c % 3 == 0]() mutable { sends ? c.send(7) : void(w.atomic.fetch_add(2)); };
        Timer timer = after_func(std::chrono::milliseconds(in.b % 3), call);
        if (in.a % 2 == 0) see(g, timer.stop());
        if (in.c % 2 == 0) see(g, timer.reset(std::chrono::milliseconds(1)));
        return;
      }
      case Op::kAfter: {
        auto fired = after(std::chrono::milliseconds(in.b % 3));
        return see(g, static_cast<std::uint64_t>(
                          select(recv(fired), recv(c), send(w.chans[in.c % 4], g))));
      }
      case Op::kTicker: {
        Ticker ticker(std::chrono::milliseconds(1 + in.b % 2));
        ticker.chan().recv();
        return ticker.stop();
      }
      case Op::kTwoTimers: {   // The second is first, unless time has gone on in between.
        const Timer first(std::chrono::milliseconds(6 + in.b % 4));
        w.atomic.fetch_add(in.c % 2);
        const Timer second(std::chrono::milliseconds(1));
        if (select(recv(first.chan()), otherwise()) == 0) return see(g, 2);
        select(recv(first.chan()));
        return see(g, static_cast<std::uint64_t>(select(recv(second.chan()), otherwise())));
      }
      case Op::kNow: return see(g, static_cast<std::uint64_t>(now().time_since_epoch().count()));
      case Op::kChoose: return see(g, static_cast<std::uint64_t>(choose(2)));
      case Op::kSpawn: return start(in.a);
      case Op::kYield: return yield();
      case Op::kScope: return use_scope(g, in);
      case Op::kLockedStore: return locked_store(in.a % 2, 10 * g + in.b);
      case Op::kLockedTry: return see(g, locked_try(in.a % 2, in.b % 2 == 0));
      case Op::kPollRecv:
      case Op::kPollTwo:
      case Op::kPollLock:
      case Op::kPollRead:
      case Op::kPollContext:
      case Op::kPollLoad:
      case Op::kPollExchange:
      case Op::kPollLocked:
      case Op::kPollBothLocked: return program_.polls ? perform_poll(g, in) : perform_instead(g, in);
      case Op::kCount: return;
    }
  }

  const Program& program_;
  Outcome& outcome_;
  World world_;
  std::optional<Contexts> contexts_;
};

constexpr const char* kNames[] = {
    "send", "recv", "close", "select", "select-default", "len", "lock", "unlock", "try-lock",
    "rlock", "runlock", "wlock", "wunlock", "try-rlock", "try-wlock", "add", "done", "wait",
    "once", "cond-wait", "signal", "broadcast", "load", "store", "fetch-add", "compare-swap",
    "acquire", "try-acquire", "release", "err-group", "cancel", "context-err", "context-done", "derive", "derive-timed",
    "sleep", "timer-stop", "timer-reset", "after-func", "after", "ticker", "two-timers", "now", "choose", "spawn", "yield",
    "scope",
    "locked-store", "locked-try",
    "poll-recv", "poll-two", "poll-lock", "poll-rlock", "poll-context", "poll-load", "poll-exchange", "poll-locked",
    "poll-both-locked"};
static_assert(std::size(kNames) == static_cast<std::size_t>(Op::kCount));

// A program draws from a few families, so that its goroutines meet on the same objects.
constexpr Op kFamilies[][8] = {
    {Op::kSend, Op::kRecv, Op::kSend, Op::kRecv, Op::kClose, Op::kSelect, Op::kSelectDefault, Op::kLen},
    {Op::kSend, Op::kRecv, Op::kSelect, Op::kSelect, Op::kSelectDefault, Op::kRecv, Op::kSend, Op::kClose},
    {Op::kLock, Op::kUnlock, Op::kTryLock, Op::kLock, Op::kUnlock, Op::kLoad, Op::kStore, Op::kYield},
    {Op::kReadLock, Op::kReadUnlock, Op::kWriteLock, Op::kWriteUnlock, Op::kReadLock,
     Op::kReadUnlock, Op::kTryRead, Op::kTryWrite},
    {Op::kAdd, Op::kDone, Op::kWait, Op::kDone, Op::kAdd, Op::kDone, Op::kWait, Op::kFetchAdd},
    {Op::kOnce, Op::kCondWait, Op::kSignal, Op::kBroadcast, Op::kCondWait, Op::kOnce, Op::kLoad, Op::kStore},
    {Op::kLoad, Op::kStore, Op::kFetchAdd, Op::kLoad, Op::kStore, Op::kChoose, Op::kOnce, Op::kYield},
    {Op::kSleep, Op::kTimerStop, Op::kAfter, Op::kTicker, Op::kNow, Op::kSend, Op::kRecv, Op::kSleep},
    {Op::kTimerReset, Op::kAfterFunc, Op::kSleep, Op::kAfterFunc, Op::kTimerReset,
     Op::kSend, Op::kRecv, Op::kLoad},
    {Op::kCancel, Op::kContextErr, Op::kDerive, Op::kDerive, Op::kDerive,
     Op::kContextDone, Op::kCancel, Op::kDerive},
    {Op::kCancel, Op::kDeriveTimed, Op::kContextErr, Op::kDeriveTimed, Op::kDerive,
     Op::kErrGroup, Op::kContextDone, Op::kSleep},
    {Op::kAcquire, Op::kRelease, Op::kTryAcquire, Op::kAcquire, Op::kRelease,
     Op::kCompareSwap, Op::kErrGroup, Op::kCancel},
    {Op::kSpawn, Op::kChoose, Op::kSend, Op::kRecv, Op::kSpawn, Op::kLock, Op::kUnlock, Op::kDone},
    {Op::kScope, Op::kFetchAdd, Op::kScope, Op::kScope, Op::kSend, Op::kRecv, Op::kLoad, Op::kSelectDefault},
};

}  // namespace

Program generate(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::uint8_t>(random() % n); };
  Program p{};
  for (auto& capacity : p.capacity) capacity = below(3);
  p.recovers = below(2) == 0;
  p.goroutines = static_cast<std::uint8_t>(2 + below(3));
  int families[2] = {below(std::size(kFamilies)), below(std::size(kFamilies))};
  if (below(4) == 0) families[1] = families[0];
  int spawnable = kGoroutines - 1;
  for (int g = 0; g < p.goroutines; ++g) {
    p.length[g] = static_cast<std::uint8_t>(1 + below(p.goroutines == 2 ? 5 : 3));
    for (int i = 0; i < p.length[g]; ++i) {
      Instruction& in = p.code[g][i];
      in = {kFamilies[families[below(2)]][below(8)], below(below(8) == 0 ? 8 : 4),
            below(6), below(9)};
      // Channels: mostly the first two, the nil one rarely.
      if (in.op <= Op::kClose || in.op == Op::kLen) {
        in.a = below(12) == 0 ? 3 : static_cast<std::uint8_t>(below(2));
      }
      if (in.op != Op::kSpawn) continue;
      if (spawnable < p.goroutines) {
        in.op = Op::kYield;
        continue;
      }
      in.a = static_cast<std::uint8_t>(spawnable--);
      p.length[in.a] = 1;
      p.code[in.a][0] = {kFamilies[families[0]][below(8)], below(2), below(6), below(9)};
      if (p.code[in.a][0].op == Op::kSpawn) p.code[in.a][0].op = Op::kYield;
    }
  }
  // One operation of these is several steps.
  if (uses_contexts(p) || p.has([](Op op) { return op == Op::kScope; })) {
    for (int g = 0; g < p.goroutines; ++g) {
      p.length[g] = std::min<std::uint8_t>(p.length[g], p.goroutines == 2 || g == 0 ? 2 : 1);
    }
  }
  return p;
}

/// Makes a small one of it, in which somebody can see how often another has slept.
static void let_time_matter(Program& p, std::mt19937_64& random) {
  p.goroutines = 2;
  for (int g = 0; g < kGoroutines; ++g) p.length[g] = g < 2 ? std::min<std::uint8_t>(p.length[g], 2) : 0;
  p.length[0] = std::max<std::uint8_t>(p.length[0], 1);
  p.length[1] = 2;
  p.code[0][0].op = random() % 2 == 0 ? Op::kPollLoad : Op::kPollLocked;
  p.code[1][0].op = Op::kTwoTimers;
  p.code[1][1].op = p.code[0][0].op == Op::kPollLoad ? Op::kStore : Op::kLockedStore;
}

Program generate_polling(std::uint64_t seed) {
  Program p = generate(seed);
  std::mt19937_64 random(~seed);
  p.pause = static_cast<Program::Pause>(random() % 2 == 0 ? 0 : random() % 6);
  for (int g = 0; g < kGoroutines; ++g) {
    for (int i = 0; i < p.length[g]; ++i) {
      Op& op = p.code[g][i].op;
      // It never meets one that polls, but could meet one that waits.
      if (op == Op::kSelectDefault) op = Op::kRecv;
      // Where the clock is read, sleeps count (World::has_read_clock).
      if ((op == Op::kNow || op == Op::kTicker) && p.pauses()) op = Op::kTwoTimers;
      if (random() % 4 == 0) continue;
      switch (op) {
        case Op::kRecv: op = Op::kPollRecv; break;
        case Op::kSelect: op = Op::kPollTwo; break;
        case Op::kLock: op = Op::kPollLock; break;
        case Op::kReadLock: op = Op::kPollRead; break;
        case Op::kLoad: op = random() % 2 == 0 ? Op::kPollLoad : Op::kPollLocked; break;
        case Op::kStore: op = random() % 2 == 0 ? Op::kStore : Op::kLockedStore; break;
        case Op::kYield: op = random() % 4 == 0 ? Op::kPollBothLocked : Op::kLockedStore; break;
        case Op::kTryLock: op = random() % 2 == 0 ? Op::kTryLock : Op::kLockedTry; break;
        case Op::kContextErr: op = Op::kPollContext; break;
        case Op::kFetchAdd: op = Op::kPollExchange; break;
        default: break;
      }
    }
  }
  if (p.pauses() && random() % 2 == 0) let_time_matter(p, random);
  if (p.listens()) {
    const auto last = static_cast<std::size_t>(p.goroutines - 1);
    p.length[last] = std::max<std::uint8_t>(p.length[last], 1);
    for (int i = 0; i < p.length[last]; ++i) {
      if (random() % p.length[last] == 0) p.code[last][i] = {random() % 2 == 0 ? Op::kClose : Op::kSend, 2, 0, 0};
    }
  }
  p.guard = static_cast<Program::Guard>(random() % 3);
  p.patience = static_cast<std::uint8_t>(random() % 3 == 0 ? 1 + random() % 3 : 0);
  p.tells = random() % 8 == 0;
  return p;
}

std::string text(const Program& p) {
  std::string out = "capacities " + std::to_string(p.capacity[0]) + " " +
                    std::to_string(p.capacity[1]) + " " + std::to_string(p.capacity[2]) +
                    (p.recovers ? ", recovers" : "") + ", pause " + std::to_string(static_cast<int>(p.pause)) +
                    (p.patience > 0 ? ", patience " + std::to_string(p.patience) : "") +
                    (p.tells ? ", tells" : "") + ", guard " + std::to_string(static_cast<int>(p.guard)) + "\n";
  for (int g = 0; g < kGoroutines; ++g) {
    if (p.length[g] == 0) continue;
    out += (g < p.goroutines ? "  g" : "  spawned g") + std::to_string(g) + ":";
    for (int i = 0; i < p.length[g]; ++i) {
      const Instruction& in = p.code[g][i];
      out += std::string(" ") + kNames[static_cast<int>(in.op)] + "(" + std::to_string(in.a) +
             "," + std::to_string(in.b) + "," + std::to_string(in.c) + ")";
    }
    out += "\n";
  }
  return out;
}

void run(const Program& program, Outcome& outcome) {
  // Its objects live as long as the process: the end of a lifetime is no step of the semantics.
  auto* interpreter = new Interpreter(program, outcome);
  for (int g = 0; g < program.goroutines; ++g) interpreter->start(g);
}

}  // namespace oracle
