// gocheck: expect none
// gocheck: args 3
// A function runs once, and every call returns after it has ended (rules of TestOnce and TestOncePanic in
// sync/once_test.go). Under check 3 callers, else 10.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int callers = argc > 1 ? std::atoi(argv[1]) : 10;
  Once once("once");
  int runs = 0;
  WaitGroup group("callers");
  for (int i = 0; i < callers; ++i)
    group.go([&] {
      once.call([&] { ++runs; });
      require(runs == 1, "returned before the function had run");
    });
  group.wait();

  Once panics("panics");
  bool panicked = false;
  try {
    panics.call([] { panic("failed"); });
  } catch (const Panic&) {
    panicked = true;
  }
  require(panicked, "the panic was swallowed");
  panics.call([] { require(false, "ran again after a panic"); });
}
