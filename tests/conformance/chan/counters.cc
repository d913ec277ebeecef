// gocheck: expect none
// gocheck: args 2 2 2
// Several goroutines write to one channel and several read from it (rules of test/ken/chan1.go): every
// value arrives exactly once. Under check 2 writers, 2 readers and 2 values of each writer; else 10, 10, 100.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

int main(int argc, char** argv) {
  const int writers = argc > 3 ? std::atoi(argv[1]) : 10;
  const int readers = argc > 3 ? std::atoi(argv[2]) : 10;
  const int each = argc > 3 ? std::atoi(argv[3]) : 100;
  const auto c = make_chan<int>();
  const auto results = make_chan<std::vector<int>>(readers);
  WaitGroup writing("writing");
  writing.add(writers);
  for (int w = 0; w < writers; ++w)
    go("writer", [=, &writing] {
      for (int i = 0; i < each; ++i) c.send(w * each + i);
      writing.done();
    });
  for (int r = 0; r < readers; ++r)
    go("reader", [=] {
      std::vector<int> seen;
      for (const int value : c) seen.push_back(value);
      results.send(std::move(seen));
    });
  writing.wait();
  c.close();

  std::vector<int> times(static_cast<std::size_t>(writers * each));
  for (int r = 0; r < readers; ++r)
    for (const int value : results.recv()) ++times[static_cast<std::size_t>(value)];
  for (const int n : times) require(n == 1, "a value was lost or came twice");
}
