// gocheck: expect deadlock
// production: [sync.WaitGroup.Wait]
// Main waits for a goroutine that does not count down; the dump says what main waits for.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  WaitGroup group("group");
  group.add(2);
  go("once", [&] { group.done(); });
  group.wait();
}
