// gocheck: expect none
// gocheck: args 60
// A long chain of goroutines passes one value from right to left (test/chan/goroutines.go: 10,000 links;
// under check 60, which is one class all the same).
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int links = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const auto leftmost = make_chan<int>();
  Chan<int> right = leftmost;
  for (int i = 0; i < links; ++i) {
    const Chan<int> left = right;
    right = make_chan<int>();
    go([left, from = right] { left.send(from.recv() + 1); });
  }
  go([right] { right.send(0); });
  require(leftmost.recv() == links);
}
