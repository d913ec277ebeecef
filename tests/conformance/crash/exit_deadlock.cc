// gocheck: expect deadlock
// production: fatal error: no goroutines (main called go_exit) - deadlock!
// GoexitDeadlock of runtime/testdata/testprog/deadlock.go: main ends itself, the others end after it.
#include <gocheck/go.hpp>

int main() {
  gocheck::go("other", [] { gocheck::yield(); });
  gocheck::go_exit();
}
