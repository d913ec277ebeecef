// gocheck: expect none
// gocheck: args 2 1
// Direct senders and receivers, one select that sends everywhere and one that receives everywhere, on
// channels of several capacities (rules of TestSelectStress in runtime/chan_test.go): counts are such that
// everybody ends. Under check 2 channels (capacities 0 and 1) and one value each, else 4 and 1,000.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

namespace {

using Lanes = std::vector<Chan<int>>;

/// Each lane takes part `values` times and is nil from then on.
template <typename MakeCase>
void select_everywhere(Lanes lanes, int values, MakeCase make_case) {
  std::vector<int> left(lanes.size(), values);
  for (std::size_t i = 0; i < lanes.size() * static_cast<std::size_t>(values); ++i) {
    std::vector<SelectCase> cases;
    for (const Chan<int>& lane : lanes) cases.emplace_back(make_case(lane));
    const auto taken = static_cast<std::size_t>(select(cases));
    if (--left[taken] == 0) lanes[taken] = nullptr;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 2 ? std::atoi(argv[1]) : 4;
  const int values = argc > 2 ? std::atoi(argv[2]) : 1'000;
  Lanes lanes;
  for (int i = 0; i < count; ++i) lanes.push_back(make_chan<int>(i));
  WaitGroup group("all");
  for (const Chan<int>& lane : lanes) {
    group.go([=] {
      for (int i = 0; i < values; ++i) lane.send(0);
    });
    group.go([=] {
      for (int i = 0; i < values; ++i) static_cast<void>(lane.recv());
    });
  }
  group.go([=] { select_everywhere(lanes, values, [](const Chan<int>& c) { return send(c, 0); }); });
  group.go([=] { select_everywhere(lanes, values, [](const Chan<int>& c) { return recv(c); }); });
  group.wait();
  for (const Chan<int>& lane : lanes) require(lane.len() == 0, "a value is left");
}
