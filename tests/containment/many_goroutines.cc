// A loop that starts goroutines without end: --max-goroutines cuts it before it has many steps.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  auto results = make_chan<int>(1);
  for (;;) {
    go([=] { results.send(1); });
  }
}
