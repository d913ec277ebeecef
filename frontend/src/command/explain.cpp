#include <cstdio>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command/options.hpp"
#include "model/rule.hpp"

namespace gocheck::frontend {
namespace {

const std::map<std::string_view, std::string_view>& explanations() {
  static const std::map<std::string_view, std::string_view> kTexts = {
      {"GC001",
       R"(Every goroutine waits, no timer is pending, and main has not returned: nothing can happen any
more. Go says "fatal error: all goroutines are asleep - deadlock!".

  Mutex mu;
  auto c = make_chan<int>();
  go([&] { std::scoped_lock lk(mu); c.send(1); });   // holds mu until somebody receives
  std::scoped_lock lk(mu);                           // needs mu before it receives
  c.recv();

The report's wait cycle says who waits for whom. Usual fixes: do not hold a lock across a channel
operation, take several locks in one order everywhere, close a channel that others range over,
give a channel the capacity that lets its sender finish.)"},
      {"GC002",
       R"(main has returned while another goroutine is blocked for ever. The process ends anyway, but in a
server the same code keeps the goroutine, its stack and all it refers to.

  auto c = make_chan<int>();
  for (int i = 0; i < 3; ++i) go([=] { c.send(query(i)); });
  return c.recv();                                   // two senders are never received from

Usual fixes: a channel with room for all senders, a done channel or Context that every blocking
select also listens to, a WaitGroup that main waits for.)"},
      {"GC003", R"(A goroutine sent on a channel that was closed, which is a panic.

  go([=] { for (int v : work()) c.send(v); });
  c.close();                                         // the sender may not be finished

Usual fixes: only the sender closes; with several senders, close after wg.wait(); or never close
and signal the end through another channel.)"},
      {"GC004", R"(WaitGroup::done() was called more often than add() counted, which is a panic.

Usual fixes: one add(1) before each go(), one Defer done inside; or wg.go(f), which does both.)"},
      {"GC005", R"(A channel was closed twice, or is nil, which is a panic.

Usual fixes: one owner closes; or a Once around the close when several may want to.)"},
      {"GC006",
       R"(unlock() of a Mutex or RWMutex that is not locked, which Go makes a fatal error: it cannot be
caught. Usual fix: std::scoped_lock or std::shared_lock instead of lock() and unlock().)"},
      {"GC007",
       R"(WaitGroup::add() ran concurrently with a wait() while the counter was zero, or the group was
used again before an earlier wait() had returned: wait() may return too early.

  go([&] { wg.add(1); ... });                        // may come after wg.wait()

Usual fix: add() before go(), in the goroutine that waits.)"},
      {"GC008", R"(A panic or C++ exception left a goroutine, which ends the program.

Usual fixes: remove the cause; catch it in the goroutine; ErrGroup::go(f), whose wait() rethrows.)"},
      {"GC009", R"(require(condition, text) was false in some interleaving.)"},
      {"GC010",
       R"(Two goroutines access one variable, at least one writes, and nothing orders the accesses.
Usual fixes: a Mutex, an Atomic, or handing the value over a channel.)"},
      {"GC011",
       R"(The program received a signal, aborted or overflowed a stack in some interleaving.)"},
      {"GC012", R"(Goroutines go round for ever without getting anywhere.
Usual fix: block on a channel, Cond or timer instead of asking again and again.)"},
      {"GC013", R"(main returned non-zero, or exit() was called with non-zero, in some interleaving.
A program that reports failure by its status is checked that way; return 0 where it is no failure.)"},
      {"GC014",
       R"(Two executions with the same schedule did different things: something decides that gocheck does
not control. Look for clocks, random numbers, hash orders that depend on addresses, std::thread,
files that the program writes, the network. now(), sleep() and choose() are controlled.)"},
      {"GC015",
       R"(A goroutine started an operation on a Mutex, RWMutex, WaitGroup, Once, Cond, Atomic or Timer that
had been destroyed, usually a local of a function that returned while the goroutine ran on.

  { Mutex mu; go([&] { std::scoped_lock lk(mu); }); }   // mu may be gone

Usual fixes: wait for the goroutine before the scope ends; share the object with std::shared_ptr.)"}};
  return kTexts;
}

}  // namespace

ExitCode explain_command(const std::string& rule_text, const CommonOptions& common) {
  const Style style = make_style(common);
  if (rule_text.empty()) {
    for (const Rule& rule : rules()) fmt::print("{}  {:<20}{}\n", rule.id, rule.kind, rule.meaning);
    return ExitCode::kOk;
  }
  const Rule* const rule = rule_of(rule_text);
  if (rule == nullptr) {
    std::vector<std::string> known = all_kinds();
    for (const Rule& one : rules()) known.emplace_back(one.id);
    const std::string suggestion = nearest(rule_text, known);
    return report_problem(
        {ExitCode::kUsage, "unknown finding \"" + rule_text + "\"" +
                               (suggestion.empty() ? "" : "; did you mean " + suggestion + "?") +
                               " All of them: gocheck explain"});
  }
  fmt::print("{}\n\n{}\n\nExpect it: gocheck run --expect {} TARGET, or // gocheck: expect {}\n",
             style.bold(fmt::format("{} {}: {}", rule->id, rule->kind, rule->meaning)),
             explanations().at(rule->id), rule->kind, rule->kind);
  return ExitCode::kOk;
}

}  // namespace gocheck::frontend
