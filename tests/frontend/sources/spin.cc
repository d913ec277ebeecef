#include <gocheck/go.hpp>
using namespace gocheck;
int main() {
  Atomic<int> ready("ready");
  go("spinner", [&] {
    while (ready.load() == 0) {}
  }); while (ready.load() == 0) {}
  exit(3);
}
