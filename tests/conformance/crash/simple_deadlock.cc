// gocheck: expect deadlock
// production: fatal error: all goroutines are asleep - deadlock!
// SimpleDeadlock of runtime/testdata/testprog/deadlock.go.
#include <gocheck/go.hpp>

int main() { gocheck::select(); }
