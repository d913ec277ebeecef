// gocheck: expect none
// gocheck: args 2 3
// Several workers take values from a queue and put results on another, which is closed when all are done
// (rules of TestMultiConsumer in runtime/chan_test.go). Under check 2 workers and 3 values; else 23 and 2,000.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int workers = argc > 2 ? std::atoi(argv[1]) : 23;
  const int values = argc > 2 ? std::atoi(argv[2]) : 2'000;
  const auto queue = make_chan<int>(workers);
  const auto results = make_chan<int>(workers);
  WaitGroup group("workers");
  for (int w = 0; w < workers; ++w)
    group.go([=] {
      for (const int value : queue) results.send(value);
    });
  go("producer", [=, &group] {
    for (int i = 1; i <= values; ++i) queue.send(i);
    queue.close();
    group.wait();
    results.close();
  });
  int count = 0, sum = 0;
  for (const int value : results) {
    ++count;
    sum += value;
  }
  require(count == values && sum == values * (values + 1) / 2, "values were lost");
}
