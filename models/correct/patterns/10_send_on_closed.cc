// gocheck: expect none
// Repaired: the channel is closed when the producers are done.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

int main() {
  auto values = make_chan<int>(2, "values");
  auto producers = std::make_shared<WaitGroup>("producers");
  for (int i = 0; i < 2; ++i) {
    producers->go([=] { values.send(i); });
  }
  values.recv();
  producers->wait();
  values.close();
}
