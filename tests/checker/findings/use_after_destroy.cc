// gocheck: expect use-after-destroy
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mu;
  auto c = make_chan<int>();
  go([&mu, c] {
    c.send(1);
    c.recv_ok();
    mu.lock();
  });
  c.recv();
  c.close();
}
