#include "model/explanation.hpp"

#include <algorithm>
#include <array>

namespace gocheck::frontend {
namespace {

constexpr std::array kExplanations = {
    Explanation{
        "GC001",
        R"(Every goroutine waits, no timer is pending, and main has not returned: nothing can happen any
more. Go says "fatal error: all goroutines are asleep - deadlock!". The report's wait cycle says who
waits for whom.)",
        R"(Mutex mu;
auto c = make_chan<int>();
go([&] { std::scoped_lock lk(mu); c.send(1); });   // holds mu until somebody receives
std::scoped_lock lk(mu);                           // needs mu before it receives
c.recv();)",
        R"(Do not hold a lock across a channel operation; take several locks in one order everywhere; close
a channel that others range over; give a channel the capacity that lets its sender finish.)"},
    Explanation{
        "GC002",
        R"(main has returned while another goroutine is blocked for ever. The process ends anyway, but in a
server the same code keeps the goroutine, its stack and all it refers to.)",
        R"(auto c = make_chan<int>();
for (int i = 0; i < 3; ++i) go([=] { c.send(query(i)); });
return c.recv();                                   // two senders are never received from)",
        R"(A channel with room for all senders; a done channel or Context that every blocking select also
listens to; a WaitGroup that main waits for.)"},
    Explanation{
        "GC003", R"(A goroutine sent on a channel that was closed, which is a panic. When no
happens-before edge orders the send and the close, the report says so: then the program relies on luck.)",
        R"(go([=] { for (int v : work()) c.send(v); });
c.close();                                         // the sender may not be finished)",
        R"(Only the sender closes; with several senders, close after wg.wait(); or never close and signal
the end through another channel.)"},
    Explanation{
        "GC004",
        R"(The counter of a WaitGroup went below zero, which is a panic: done() was called more often than
add() counted, or before it did. The report's history of the WaitGroup shows every call.)",
        R"(WaitGroup wg;
go([&] { wg.done(); });
wg.add(1);                                         // may come after the done()
wg.wait();)",
        R"(One add(1) before each go(), one Defer done inside; or wg.go(f), which does both.)"},
    Explanation{"GC005", R"(A channel was closed twice, or is nil, which is a panic.)",
                R"(auto c = make_chan<int>();
go([=] { c.close(); });
c.close();                                         // whoever comes second panics)",
                R"(One owner closes; or a Once around the close when several may want to.)"},
    Explanation{
        "GC006",
        R"(unlock() of a Mutex or RWMutex that is not locked. Go makes it a fatal error, which cannot be
recovered from.)",
        R"(Mutex mu;
mu.lock();
if (failed) mu.unlock();
mu.unlock();                                       // again, when it failed)",
        R"(std::scoped_lock, std::unique_lock or std::shared_lock instead of lock() and unlock().)"},
    Explanation{
        "GC007",
        R"(WaitGroup::add() ran concurrently with a wait() while the counter was zero, or the group was
used again before an earlier wait() had returned: wait() may return too early.)",
        R"(WaitGroup wg;
go([&] { wg.add(1); work(); wg.done(); });         // may come after the wait()
wg.wait();)",
        R"(add() before go(), in the goroutine that waits.)"},
    Explanation{
        "GC008", R"(A panic or a C++ exception left a goroutine, which ends the program.)",
        R"(go([] { throw std::runtime_error("no connection"); });)",
        R"(Remove the cause; catch it in the goroutine; or ErrGroup::go(f), whose wait() rethrows it.)"},
    Explanation{
        "GC009", R"(require(condition, text) was false in some interleaving.)",
        R"(Atomic<int> n{0};
for (int i = 0; i < 2; ++i) go([&] { n.store(n.load() + 1); wg.done(); });
wg.wait();
require(n.load() == 2, "both were counted");       // not when both have read 0)",
        R"(Make what must happen together one step: fetch_add(), a Mutex around both; or correct the
condition.)"},
    Explanation{
        "GC010",
        R"(Two goroutines access one variable, at least one of them writes, and nothing orders the accesses:
no go, channel, lock, WaitGroup, Once or Atomic. The program has no defined meaning then.)",
        R"(int n = 0;
go([&] { ++n; });
++n;)",
        R"(A Mutex, an Atomic, or handing the value over a channel.)"},
    Explanation{
        "GC011",
        R"(The program received a signal, aborted or overflowed a stack in some interleaving.)",
        R"(Config* config = nullptr;
go([&] { config = load(); });
use(config->name);                                 // null when it comes first)",
        R"(Wait until what another goroutine makes is there: receive it from a channel, or wait for a
WaitGroup. To see the crash in a debugger, replay the counterexample.)"},
    Explanation{"GC012", R"(Goroutines go round for ever without getting anywhere.)",
                R"(while (!ready.load()) yield();                     // and nobody ever stores)",
                R"(Block on a channel, Cond or timer instead of asking again and again.)"},
    Explanation{
        "GC013",
        R"(main returned non-zero, or exit() was called with non-zero, in some interleaving. A program that
reports failure by its status is checked that way.)",
        R"(return replies == expected ? 0 : 1;)",
        R"(Return 0 where it is no failure; or find out from the schedule why it is one.)"},
    Explanation{
        "GC014",
        R"(The program calls something that gocheck does not control: it waits for a condition variable with a timeout, forks, or
blocks in a system call; with --no-race it also must not start a thread, wait for a condition variable or for a
std::mutex that is held, or sleep in real time. A std::thread must not block as a goroutine does. Or two
executions with the same schedule did different things, because of a clock, random numbers, a hash order that
depends on addresses, a file that the program writes, or the network; the error names the clocks and random numbers
that were called, and where.)",
        R"(if (std::chrono::system_clock::now() > limit) give_up();)",
        R"(go(), Mutex, Cond, now(), sleep() and choose() are under control; put the rest behind an interface that a test
can replace.)"},
    Explanation{
        "GC015",
        R"(A goroutine started an operation on a Mutex, RWMutex, WaitGroup, Once, Cond, Atomic or Timer that
had been destroyed, usually a local of a function that returned while the goroutine ran on.)",
        R"({
  Mutex mu;
  go([&] { std::scoped_lock lk(mu); });
}                                                  // mu is gone, the goroutine may not be)",
        R"(Wait for the goroutine before the scope ends; share the object with std::shared_ptr.)"}};

}  // namespace

const Explanation* explanation_of(std::string_view rule) {
  const auto* const found = std::find_if(kExplanations.begin(), kExplanations.end(),
                                         [&](const Explanation& one) { return one.rule == rule; });
  return found == kExplanations.end() ? nullptr : found;
}

}  // namespace gocheck::frontend
