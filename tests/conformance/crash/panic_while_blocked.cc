// gocheck: expect panic
// production: panic: errorful
// A panic in one goroutine ends the program although the others are blocked (PanicRace and PanicTraceback
// in runtime/crash_test.go): it is no deadlock.
#include <gocheck/go.hpp>

int main() {
  gocheck::go("fails", [] { gocheck::panic("errorful"); });
  gocheck::select();
}
