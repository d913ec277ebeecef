// gocheck: expect none
// gocheck: args 2 2
// A barrier of two groups, used several times (rules of TestWaitGroup in sync/waitgroup_test.go): nobody
// passes the second before all have reached the first. Under check 2 goroutines, 2 rounds; else 16 and 8.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

namespace {

void round(WaitGroup& arrive, WaitGroup& leave, int n) {
  const auto exited = make_chan<bool>(n);
  arrive.add(n);
  leave.add(n);
  for (int i = 0; i < n; ++i)
    go("member", [&, exited] {
      arrive.done();
      leave.wait();
      exited.send(true);
    });
  arrive.wait();
  for (int i = 0; i < n; ++i) {
    require(select(recv(exited), otherwise()) == 1, "let through too early");
    leave.done();
  }
  for (int i = 0; i < n; ++i) exited.recv();
}

}  // namespace

int main(int argc, char** argv) {
  const int n = argc > 2 ? std::atoi(argv[1]) : 16;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 8;
  WaitGroup arrive("arrive"), leave("leave");
  for (int i = 0; i < rounds; ++i) round(arrive, leave, n);
}
