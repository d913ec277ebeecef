// gocheck: expect none
// Repaired: the producer closes the channel.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto jobs = make_chan<int>(0, "jobs");
  WaitGroup consumers{"consumers"};
  int sum = 0;
  consumers.go([&] {
    for (const int job : jobs) sum += job;
  });
  for (int job = 1; job <= 3; ++job) jobs.send(job);
  jobs.close();
  consumers.wait();
  require(sum == 6, "every job is done");
}
