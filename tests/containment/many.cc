// A search of a few seconds with findings of several kinds at various depths, to be killed meanwhile.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <stdexcept>

using namespace gocheck;

// The argument: how often each locks; 4 unless given.
int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 4;
  Mutex mu;
  WaitGroup wg;
  auto first = make_chan<int>();
  long order = 0;
  wg.add(3);
  for (int i = 1; i <= 3; ++i) {
    go([&, i] {
      first.send(i);
      for (int k = 0; k < rounds; ++k) {
        mu.lock();
        order = order * 10 + i;
        mu.unlock();
      }
      require(order != 321321321321);
      wg.done();
    });
  }
  for (int i = 0; i < 3; ++i) first.recv();
  wg.wait();
  if (order == 323321321121) make_chan<int>().recv();
  if (order == 333322221111) throw std::runtime_error("in order");
}
