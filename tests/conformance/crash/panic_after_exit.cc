// gocheck: expect panic
// production: panic: hello
// PanicAfterGoexit of runtime/testdata/testprog/deadlock.go: main has ended itself; the panic of another
// goroutine ends the program.
#include <gocheck/go.hpp>

int main() {
  gocheck::go("other", [] { gocheck::panic("hello"); });
  gocheck::go_exit();
}
