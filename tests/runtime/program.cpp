// One program per argument; process_test.cpp knows how each must end.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  const std::string which = argc > 1 ? argv[1] : "";
  if (which == "status") return 7;
  if (which == "deadlock") {
    auto c = make_chan<int>();
    go("worker", [=] {
      c.send(1);
      c.send(2);
    });
    c.recv();
    Mutex mutex;
    mutex.lock();
    mutex.lock();
  }
  if (which == "nil") Chan<int>().recv();
  if (which == "select-nothing") select();
  if (which == "panic") {
    go("bad", [] { panic("boom"); });
    make_chan<int>().recv();
  }
  if (which == "exception") throw std::runtime_error("not caught");
  if (which == "go-exit") go_exit();
  if (which == "unlock") {
    Mutex mutex;
    mutex.unlock();
  }
  if (which == "require") require(false, "one is two");
  if (which == "exit") {
    go([] {
      for (;;) yield();
    });
    go([] { std::exit(5); });
    make_chan<int>().recv();
  }
  if (which == "busy") {   // Main returns while others run.
    for (int i = 0; i < 10; ++i)
      go([] {
        for (;;) yield();
      });
    sleep(1ms);
    return 4;
  }
  if (which == "many") {
    WaitGroup group;
    Atomic<int> sum(0);
    const auto c = make_chan<int>(10);
    for (int i = 0; i < 1000; ++i) group.go([&, c] { c.send(1); });
    for (int i = 0; i < 1000; ++i) group.go([&, c] { sum.fetch_add(c.recv()); });
    group.wait();
    return sum.load() == 1000 ? 0 : 1;
  }
  return 0;
}
