// gocheck: expect none
// Two workers share three jobs; results are collected by main.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  auto jobs = make_chan<int>(3);
  auto results = make_chan<int>(3);
  for (int w = 0; w < 2; ++w) {
    go("worker", [=] {
      for (const int job : jobs) results.send(job * job);
    });
  }
  for (int i = 1; i <= 3; ++i) jobs.send(i);
  jobs.close();
  int sum = 0;
  for (int i = 0; i < 3; ++i) sum += results.recv();
  require(sum == 14);
}
