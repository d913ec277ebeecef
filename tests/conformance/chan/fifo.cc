// gocheck: expect none
// gocheck: args 4
// First in, first out (rules of test/chan/fifo.go): a buffer that is filled and drained, and a chain of
// goroutines each of which waits for the one before. Under check 4 instead of 10 links.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 10;
  const auto buffered = make_chan<int>(n);
  for (int i = 0; i < n; ++i) buffered.send(i);
  for (int i = 0; i < n; ++i) require(buffered.recv() == i, "buffer: out of order");

  const auto values = make_chan<int>();
  Chan<Unit> turn = make_chan<Unit>();
  const Chan<Unit> first = turn;
  for (int i = 0; i < n; ++i) {
    const auto next = make_chan<Unit>();
    go([=] {
      turn.recv();
      require(values.recv() == i, "chain: out of order");
      next.send({});
    });
    turn = next;
  }
  first.send({});
  for (int i = 0; i < n; ++i) values.send(i);
  turn.recv();
}
