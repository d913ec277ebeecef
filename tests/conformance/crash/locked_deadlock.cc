// gocheck: expect deadlock
// production: fatal error: all goroutines are asleep - deadlock!
// LockedDeadlock and LockedDeadlock2 of runtime/testdata/testprog/deadlock.go, without the lock to a thread,
// which goroutines do not have here: main and another goroutine block.
#include <gocheck/go.hpp>

int main() {
  gocheck::go("other", [] { gocheck::select(); });
  gocheck::select();
}
