// fan_in N: N goroutines send on a channel each, one takes all from a select.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

int main(int, char** argv) {
  const int n = std::atoi(argv[1]);
  std::vector<Chan<int>> channels;
  for (int i = 0; i < n; ++i) channels.push_back(make_chan<int>());
  for (int i = 0; i < n; ++i) go([=] { channels[i].send(i); });
  go([=] {
    int sum = 0;
    for (int k = 0; k < n; ++k) {
      std::vector<SelectCase> cases;
      for (const auto& c : channels) cases.push_back(recv(c, [&sum](int v) { sum += v; }));
      select(cases);
    }
    require(sum == n * (n - 1) / 2);
  });
}
