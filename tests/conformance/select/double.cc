// gocheck: expect none
// gocheck: args 2 2
// One select never sends its value through two cases (rules of test/chan/doubleselect.go): the sender offers
// each number on several channels, forwarders bring them together, and no number comes twice. Under check
// 2 channels and 2 numbers, else 4 and 1,000.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

int main(int argc, char** argv) {
  const int lanes = argc > 2 ? std::atoi(argv[1]) : 4;
  const int numbers = argc > 2 ? std::atoi(argv[2]) : 1'000;
  std::vector<Chan<int>> lane;
  for (int i = 0; i < lanes; ++i) lane.push_back(make_chan<int>());
  const auto merged = make_chan<int>();

  go("sender", [=] {
    for (int n = 0; n < numbers; ++n) {
      std::vector<SelectCase> cases;
      for (const Chan<int>& c : lane) cases.emplace_back(send(c, n));
      select(cases);
    }
    for (const Chan<int>& c : lane) c.close();
  });
  const auto done = make_chan<Unit>();
  for (const Chan<int>& from : lane)
    go("forwarder", [=] {
      for (const int value : from) merged.send(value);
      done.send({});
    });
  go("closer", [=] {
    for (int i = 0; i < lanes; ++i) done.recv();
    merged.close();
  });

  std::vector<int> seen(static_cast<std::size_t>(numbers));
  for (const int value : merged)
    require(++seen[static_cast<std::size_t>(value)] == 1, "a number came twice");
  for (const int times : seen) require(times == 1, "a number was lost");
}
