// gocheck: expect none
#include <gocheck/go.hpp>

using namespace gocheck;

// Each goroutine is inside its own catch block while the other runs.
int main() {
  auto c = make_chan<int>();
  auto done = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      try {
        throw i;
      } catch (const int& caught) {
        if (i == 0) c.send(1);
        else c.recv();
        require(caught == i);
        try {
          throw;
        } catch (const int& again) {
          require(again == i);
        }
      }
      done.send(1);
    });
  }
  done.recv();
  done.recv();
}
