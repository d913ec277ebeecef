// gocheck: expect send-on-closed
// The channel is closed when the consumer has enough, and a producer has not been waited for.
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
  values.close();
  producers->wait();
}
