#include "program.hpp"

using namespace gocheck;
using namespace std::chrono_literals;

namespace agreement {
namespace {

const char* name(ContextErr err) { return err == ContextErr::none ? "alive" : to_string(err); }

std::string timer_or_value() {
  const auto c = make_chan<int>(1);
  go([=] { c.send(1); });
  return select(recv(c), recv(after(200us))) == 0 ? "value" : "time-out";
}

std::string result_after_time_out() {
  const auto c = make_chan<int>(1);
  go([=] {
    sleep(200us);
    c.send(1);
  });
  return select(recv(c), recv(after(200us))) == 0 ? "value" : "time-out";
}

std::string sleepers() {
  const Log log(2);
  for (const char letter : {'a', 'b'})
    go([=] {
      sleep(100us);
      log.add(letter);
    });
  return log.read(2);
}

std::string sleepers_of_different_lengths() {
  const Log log(2);
  go([=] {
    sleep(300us);
    log.add('l');
  });
  go([=] {
    sleep(100us);
    log.add('s');
  });
  return log.read(2);
}

std::string stop_or_fire() {
  Timer timer(100us);
  sleep(100us);
  const bool prevented = timer.stop();
  return prevented ? "stopped" : select(recv(timer.chan()), otherwise()) == 0 ? "fired" : "gone";
}

std::string stopped_callback() {
  const auto ran = make_chan<Unit>(1);
  Timer timer = after_func(100us, [=] { ran.send({}); });
  sleep(100us);
  if (timer.stop()) return "stopped";
  ran.recv();
  return "ran";
}

std::string reset_after_firing() {
  Timer timer(100us);
  sleep(100us);
  const bool pending = timer.reset(100us);
  timer.chan().recv();
  return (pending ? "pending " : "fired ") + std::to_string(timer.chan().len());
}

std::string ticks_dropped() {
  Ticker ticker(100us);
  sleep(250us);
  const auto waiting = ticker.chan().len();
  ticker.stop();
  return std::to_string(waiting);
}

std::string callbacks_in_any_order() {
  const Log log(3);
  for (const char letter : {'a', 'b', 'c'}) after_func(100us, [=] { log.add(letter); });
  return log.read(3);
}

std::string cancel_or_deadline() {
  const auto [ctx, cancel] = with_timeout(background(), 100us);
  go([cancel = cancel] {
    sleep(100us);
    cancel();
  });
  ctx.done().recv();
  return name(ctx.err());
}

std::string child_of_canceled() {
  const auto parent = with_cancel(background());
  go([cancel = parent.cancel] { cancel(); });
  const auto child = with_cancel(parent.ctx);
  return name(child.ctx.err());
}

std::string parent_then_child() {
  const auto parent = with_cancel(background());
  const auto child = with_cancel(parent.ctx);
  go([cancel = parent.cancel] { cancel(); });
  const std::string first = name(parent.ctx.err());
  const std::string second = name(child.ctx.err());
  return first + ", " + second;
}

std::string child_then_parent() {
  const auto parent = with_cancel(background());
  const auto child = with_cancel(parent.ctx);
  go([cancel = parent.cancel] { cancel(); });
  const std::string first = name(child.ctx.err());
  const std::string second = name(parent.ctx.err());
  return first + ", " + second;
}

std::string two_cancelers() {
  const auto parent = with_cancel(background());
  const auto child = with_timeout(parent.ctx, 100us);
  go([cancel = parent.cancel] { cancel(); });
  child.ctx.done().recv();
  return name(child.ctx.err());
}

std::string worker_until_canceled() {
  const auto [ctx, cancel] = with_cancel(background());
  const auto items = make_chan<int>(3);
  for (int i = 0; i < 3; ++i) items.send(i);
  const auto count = make_chan<int>();
  go([=, ctx = ctx] {
    int done = 0;
    while (done < 3 && select(recv(items), recv(ctx.done())) == 0) ++done;
    count.send(done);
  });
  cancel();
  return std::to_string(count.recv());
}

std::string chosen() { return std::to_string(choose(3)) + std::to_string(choose(2)); }

constexpr Program kPrograms[] = {
    {"timer_or_value", timer_or_value},
    {"result_after_time_out", result_after_time_out},
    {"sleepers", sleepers},
    {"sleepers_of_different_lengths", sleepers_of_different_lengths},
    {"stop_or_fire", stop_or_fire},
    {"stopped_callback", stopped_callback},
    {"reset_after_firing", reset_after_firing},
    {"ticks_dropped", ticks_dropped},
    {"callbacks_in_any_order", callbacks_in_any_order},
    {"cancel_or_deadline", cancel_or_deadline},
    {"child_of_canceled", child_of_canceled},
    {"parent_then_child", parent_then_child},
    {"child_then_parent", child_then_parent},
    {"two_cancelers", two_cancelers},
    {"worker_until_canceled", worker_until_canceled},
    {"chosen", chosen},
};

}  // namespace

std::span<const Program> time_programs() { return kPrograms; }

}  // namespace agreement
