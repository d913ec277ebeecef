// gocheck: expect none
#include <gocheck/go.hpp>

using namespace gocheck;

// A panic that is caught is no finding.
int main() {
  auto c = make_chan<int>(1);
  auto done = make_chan<int>();
  go([=] {
    try {
      c.send(1);
    } catch (const Panic&) {
    }
    done.send(1);
  });
  c.close();
  done.recv();
}
