// gocheck: expect none
// gocheck: args 2 1 1
// Six mixes of direct operations and selects (rules of test/ken/chan.go): every channel carries a sequence
// of numbers, in order and complete, whatever receives and sends it. Under check 2 channels on each side (one
// in the chain of the last mix) and one number, capacities 0 and 1; else 4, 75 and capacities up to 100.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

namespace {

/// One end of a channel and the next number that passes it.
struct End {
  Chan<int> chan;
  int next = 0;
};
using Ends = std::vector<End>;

struct Mix {
  int lanes;
  int numbers;
  int capacity;
  WaitGroup group{"mix"};

  Ends make() const {
    Ends ends;
    for (int i = 0; i < lanes; ++i) ends.push_back({make_chan<int>(capacity), 0});
    return ends;
  }

  void send_directly(const Ends& ends) {
    for (const End& end : ends)
      group.go([chan = end.chan, n = numbers] {
        for (int i = 0; i < n; ++i) chan.send(i);
      });
  }

  void receive_directly(const Ends& ends) {
    for (const End& end : ends)
      group.go([chan = end.chan, n = numbers] {
        for (int i = 0; i < n; ++i) require(chan.recv() == i, "out of order");
      });
  }

  /// One goroutine that receives from some and sends to others, as they come; an end that is through
  /// is switched off.
  void exchange(Ends from, Ends to) {
    group.go([from, to, n = numbers]() mutable {
      const std::size_t operations = (from.size() + to.size()) * static_cast<std::size_t>(n);
      for (std::size_t i = 0; i < operations; ++i) {
        std::vector<SelectCase> cases;
        for (End& end : from)
          cases.emplace_back(recv(end.chan, [&end](int value) {
            require(value == end.next, "out of order");
          }));
        for (const End& end : to) cases.emplace_back(send(end.chan, end.next));
        const auto taken = static_cast<std::size_t>(select(cases));
        End& end = taken < from.size() ? from[taken] : to[taken - from.size()];
        if (++end.next == n) end.chan = nullptr;
      }
    });
  }
};

void run(int which, Mix& mix) {
  const Ends a = mix.make(), b = mix.make(), c = mix.make();
  switch (which) {
    case 0:   // Direct to direct.
      mix.send_directly(a);
      mix.receive_directly(a);
      break;
    case 1:   // Direct to select.
      mix.send_directly(a);
      mix.exchange(a, {});
      break;
    case 2:   // Select to direct.
      mix.receive_directly(a);
      mix.exchange({}, a);
      break;
    case 3:   // Select to select.
      mix.exchange({}, a);
      mix.exchange(a, {});
      break;
    case 4:   // Two selects, both ways.
      mix.exchange(a, b);
      mix.exchange(b, a);
      break;
    default:   // A chain: direct, select, select, direct.
      mix.send_directly(a);
      mix.exchange(a, b);
      mix.exchange(b, c);
      mix.receive_directly(c);
  }
  mix.group.wait();
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = argc > 3;
  const int lanes = small ? std::atoi(argv[1]) : 4;
  const int numbers = small ? std::atoi(argv[2]) : 75;
  const int which = choose(6);
  const int capacities[] = {0, 1, 10, 100};
  Mix mix{.lanes = which == 5 && small ? std::atoi(argv[3]) : lanes,
          .numbers = numbers,
          .capacity = capacities[choose(small ? 2 : 4)]};
  run(which, mix);
}
