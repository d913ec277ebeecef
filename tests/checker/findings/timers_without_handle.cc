// gocheck: expect none
// Timers that fire, and are destroyed by it, when their handles are gone already.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  go("owner", [] {
    { Timer later(10ms); }
    Timer sooner(2ns);
  });
}
